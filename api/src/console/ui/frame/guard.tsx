import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';

/** A screen that breaks does not take the others with it. */
export class Guard extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Translation>
        {(t) => (
          <div role="alert" className="empty">
            <p>{t('error.screen')}</p>
            <button type="button" className="button" onClick={() => location.reload()}>
              {t('error.reload')}
            </button>
          </div>
        )}
      </Translation>
    );
  }
}
