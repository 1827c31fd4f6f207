// Who uses the page: the session of an account, kept for all tabs, or a pasted token, kept in this tab.

const ACCOUNT = 'hiring-session';
const TOKEN = 'hiring-token';
const EARLY = 60; // seconds before its end that a token is renewed

/** Renews the tokens of a session; set by auth.js. */
let renew = async () => null;

export const session = {
  get token() {
    return sessionStorage.getItem(TOKEN) ?? account()?.access_token ?? null;
  },
  /** What the token says, for showing only; the server checks the token itself. */
  get claims() {
    return claims(this.token);
  },
  get userId() {
    return this.claims?.sub ?? null;
  },
  /** As its owner gave it; a pasted token has none. */
  get name() {
    return this.claims?.user_metadata?.full_name ?? '';
  },
  get email() {
    return this.claims?.email ?? '';
  },
  /** Begins with a pasted token. */
  useToken(token) {
    if (claims(token) === null) {
      throw new Error('This is not a token: it should be three parts with dots between them.');
    }
    sessionStorage.setItem(TOKEN, token);
  },
  /** Begins or goes on with the session of an account. */
  keep({ access_token, refresh_token }) {
    sessionStorage.removeItem(TOKEN);
    localStorage.setItem(ACCOUNT, JSON.stringify({ access_token, refresh_token }));
  },
  end() {
    sessionStorage.removeItem(TOKEN);
    localStorage.removeItem(ACCOUNT);
  },
  renewWith(renewal) {
    renew = renewal;
  },
  /** A token that holds for a while yet; null when nobody is signed in, or not any more. */
  async freshToken() {
    if (isFresh(this.token) || !isStale(account())) return this.token;
    return oneAtATime(async () => {
      const stale = account(); // another tab may have renewed it
      if (!isStale(stale)) return this.token;
      const renewed = await renew(stale.refresh_token);
      if (renewed) this.keep(renewed);
      else this.end();
      return this.token;
    });
  },
};

function account() {
  try {
    return JSON.parse(localStorage.getItem(ACCOUNT));
  } catch {
    return null;
  }
}

function isFresh(token) {
  return (claims(token)?.exp ?? 0) - EARLY > Date.now() / 1000;
}

function isStale(stored) {
  return stored !== null && !sessionStorage.getItem(TOKEN) && !isFresh(stored.access_token);
}

function oneAtATime(work) {
  return navigator.locks ? navigator.locks.request('hiring-renewal', work) : work();
}

function claims(token) {
  try {
    const bytes = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0))));
  } catch {
    return null;
  }
}
