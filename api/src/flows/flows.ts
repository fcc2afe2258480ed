/** An inbound flow as it is kept: the data of a routing, which was right when it was kept. Which one is in force the engine knows. */
export interface FlowDocument {
  readonly id: string;
  readonly name: string;
  readonly routing: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly createdBy: string;
}
