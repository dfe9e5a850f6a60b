/** A version of CLIProxyAPI as its release names it: `v6.4.0`, `7.3.3`. */
export type Version = string;

/** Whether a version is this release or a later one. */
export function since(version: Version, release: string): boolean {
  const [a, b] = [numbers(version), numbers(release)];
  for (let place = 0; place < 3; place++) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: Version): readonly number[] {
  return version.replace(/^v/, '').split('.').map(Number);
}

/** Whom it can log in with, as its flags call them, and since which release. */
const loginsSince = {
  codex: '0.0.0',
  'codex-device': '6.8.27',
  claude: '3.1.0',
  antigravity: '6.5.0',
  kimi: '6.8.0',
  xai: '7.1.0',
} as const;
export type LoginFlag = keyof typeof loginsSince;
const loginFlags = Object.keys(loginsSince) as LoginFlag[];

/** What a release does that another does not, read from its source. */
export interface Traits {
  /** The wording used since v6.0.0; before it every line of a login is a log line. */
  readonly modernLogin: boolean;
  readonly tunnelBanner: boolean;
  /** `none`: stdin is never read. `blocking`: while it waits for a line nothing else is noticed. */
  readonly prompt: 'none' | 'blocking' | 'concurrent';
  readonly callbackPortFlag: boolean;
  /** The flags of logins that it has, `login` left out. */
  readonly logins: readonly LoginFlag[];
  /** xAI asks for a code to be confirmed and not for a callback. */
  readonly xaiByCode: boolean;
  readonly exchangeCauseLogged: boolean;
  readonly scope: string;
  readonly logPrefix: 'plain' | 'request-id' | 'request-id-padded';
  /** Start and count lines are printed, not logged. */
  readonly printsServerLines: boolean;
  readonly startLineHasAddress: boolean;
  readonly startFailureExitCode: number;
  readonly authFileLine: 'logged' | 'printed';
  /** A new credential file makes the server print how many clients it has. */
  readonly countsOnAuthFile: boolean;
  readonly versionHeader: boolean;
  readonly healthz: boolean;
  /** What the Management API says of an account: nearly nothing, or all it knows. */
  readonly authFiles: 'poor' | 'rich';
  readonly authIndex: 'none' | 'number' | 'text';
  readonly saysNextRetry: boolean;
  readonly countsRequests: boolean;
  /** The ban after five refusals is for clients on the machine itself too. */
  readonly bansLocal: boolean;
  readonly credential: 'plain' | 'with-disabled' | 'with-identity';
  readonly mergesOldMetadata: boolean;
}

/** The traits of a release; the numbers are the releases that changed them. */
export function traitsOf(version: Version): Traits {
  const from = (release: string): boolean => since(version, release);
  return {
    modernLogin: from('6.0.0'),
    tunnelBanner: from('5.1.13'),
    prompt: from('6.9.0') ? 'concurrent' : from('6.6.40') ? 'blocking' : 'none',
    callbackPortFlag: from('6.6.104'),
    logins: loginFlags.filter(name => from(loginsSince[name])),
    xaiByCode: from('7.2.64'),
    exchangeCauseLogged: from('6.7.32'),
    scope: from('6.9.9')
      ? 'user:profile user:inference user:sessions:claude_code user:mcp_servers user:file_upload'
      : 'org:create_api_key user:profile user:inference',
    logPrefix: from('6.6.52') ? 'request-id-padded' : from('6.6.50') ? 'request-id' : 'plain',
    printsServerLines: from('6.0.4'),
    startLineHasAddress: from('6.5.57'),
    startFailureExitCode: from('6.5.59') ? 0 : 1,
    authFileLine: from('6.0.4') && !from('6.6.19') ? 'printed' : 'logged',
    countsOnAuthFile: from('5.1.2') && !from('6.8.47'),
    versionHeader: from('6.3.36'),
    healthz: from('6.9.10'),
    authFiles: from('6.3.14') ? 'rich' : 'poor',
    // When it became a text is not known to the release.
    authIndex: from('7.0.0') ? 'text' : from('6.3.56') ? 'number' : 'none',
    saysNextRetry: from('6.8.31'),
    countsRequests: from('6.9.46'),
    bansLocal: from('6.9.38'),
    credential: from('7.2.116') ? 'with-identity' : from('6.8.27') ? 'with-disabled' : 'plain',
    mergesOldMetadata: from('7.2.132'),
  };
}
