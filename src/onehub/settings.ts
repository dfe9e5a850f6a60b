/** Where One-Hub is and what opens its admin API. */
export interface OneHubSettings {
  /** Without a slash at the end. */
  readonly url: string;
  /** The access token of an administrator (`GET /api/user/token`). */
  readonly token: string;
  /** The server through whose SSH it is reached, where it cannot be reached from here; `url` is then `http`. */
  readonly via?: string;
}
