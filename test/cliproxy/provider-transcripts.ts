/** Real output of CLIProxyAPI for providers other than Claude, as it comes over `docker exec` without a terminal. */
const version = `CLIProxyAPI Version: 7.2.140, Commit: 7bbfeaf8, BuiltAt: 2026-08-22T19:44:28Z
`;
export const state = 'fedcba9876543210fedcba9876543210';

export const codexLink =
  'https://auth.openai.com/oauth/authorize?client_id=app_EMoamEEZ73f0CkXaXp7hrann' +
  '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256' +
  '&codex_cli_simplified_flow=true&id_token_add_organizations=true&prompt=login' +
  '&redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback&response_type=code' +
  `&scope=openid+email+profile+offline_access&state=${state}`;
export const antigravityLink =
  'https://accounts.google.com/o/oauth2/v2/auth?access_type=offline' +
  '&client_id=1071006060591-example.apps.googleusercontent.com&prompt=consent' +
  '&redirect_uri=http%3A%2F%2Flocalhost%3A51121%2Foauth-callback&response_type=code' +
  `&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.email&state=${state}`;
/** xAI before v7.2.64: what comes back goes to 127.0.0.1 of the container. */
export const oldXaiLink =
  'https://auth.x.ai/oauth2/authorize?client_id=b1a00492-073a-47ea-816f-4c329264a828' +
  `&redirect_uri=http%3A%2F%2F127.0.0.1%3A56121%2Fcallback&response_type=code&state=${state}`;

const banner = (port: number): string =>
  `To authenticate from a remote machine, an SSH tunnel may be required.
================================================================================
  # Standard SSH command (assumes SSH port 22):
  ssh -L ${port}:127.0.0.1:${port} root@203.0.113.7 -p 22
================================================================================
`;

export const codex = `${version}${banner(1455)}Visit the following URL to continue authentication:
${codexLink}
Waiting for Codex authentication callback...
Paste the Codex callback URL (or press Enter to keep waiting): Codex authentication successful
Saving credentials to /root/.cli-proxy-api/codex-1f2e3d4c-user@example.com-plus.json
Authentication saved to /root/.cli-proxy-api/codex-1f2e3d4c-user@example.com-plus.json
Codex authentication successful!
`;

export const codexDevice = `${version}Starting Codex device authentication...
Codex device URL: https://auth.openai.com/codex/device
Codex device code: ABCD-EF123
Codex authentication successful
Saving credentials to /root/.cli-proxy-api/codex-user@example.com-plus.json
Authentication saved to /root/.cli-proxy-api/codex-user@example.com-plus.json
Codex device authentication successful!
`;

export const antigravity = `${version}${banner(51121)}Visit the following URL to continue authentication:
${antigravityLink}
Waiting for antigravity authentication callback...
Paste the antigravity callback URL (or press Enter to keep waiting): Antigravity authentication successful
[2026-08-22 22:40:09] [--------] [info ] [antigravity.go:188] antigravity: obtained project ID exam...-123
Using GCP project: exam...-123
Authentication saved to /root/.cli-proxy-api/antigravity-user@example.com.json
Authenticated as user@example.com
Antigravity authentication successful!
`;

export const kimi = `${version}Starting Kimi authentication...

To authenticate, please visit:
https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH

User code: ABCD-EFGH

Waiting for authorization...
(This will timeout in 1800 seconds if not authorized)

Kimi authentication successful!
Saving credentials to /root/.cli-proxy-api/kimi-1787409600000.json
Authentication saved to /root/.cli-proxy-api/kimi-1787409600000.json
Authenticated as Kimi User
Kimi authentication successful!
`;

/** The code is in the link alone, and how long it is good is not said. */
export const kimiWithoutCode = `${version}Starting Kimi authentication...

To authenticate, please visit:
https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH

Waiting for authorization...
`;

export const xai = `${version}Starting xAI authentication...

To authenticate, please visit:
https://accounts.x.ai/oauth2/device?user_code=WXYZ-1234

Then enter this code: WXYZ-1234

Waiting for authorization...
(This will timeout in 600 seconds if not authorized)
xAI authentication successful
Saving credentials to /root/.cli-proxy-api/xai-user@example.com.json
Authentication saved to /root/.cli-proxy-api/xai-user@example.com.json
Authenticated as user@example.com
xAI authentication successful!
`;

export const oldXai = `${version}${banner(56121)}Visit the following URL to continue authentication:
${oldXaiLink}
Waiting for xAI authentication callback...
Paste the xAI callback Token (or press Enter to keep waiting): `;
