const race = 'two threads of the real one, in either order';

/** The recordings that the twin does not repeat, and why that is no fault of it. */
export const argued: Readonly<Record<string, string>> = {
  '04-star_exit.txt': `MEDIA_BUG_STOP of a leg that hangs up: ${race}`,
  '05-takeover_dial_intercept_a_bleg.txt': `CHANNEL_PROGRESS and CS_CONSUME_MEDIA: ${race}`,
  '05-takeover_park2_bridge_mon_agent.txt': `MEDIA_BUG_STOP of a leg that is replaced: ${race}`,
  '06-dbl_intercept.txt': 'of two interceptors either one wins; here the second did',
  '06-dbl_takeover_bridge.txt': 'of two takeovers in the same moment either one wins; here the later did',
  '09-dbl_takeover_orphan.txt': 'what its second connection sent was not recorded',
  '12-filter_or.txt': `CHANNEL_CALLSTATE ACTIVE after a hold, and the end of the other leg: ${race}`,
};
