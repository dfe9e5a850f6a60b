/** Real output of CLIProxyAPI, as it comes over `docker exec` without a terminal. */
export const state = '0123456789abcdef0123456789abcdef';
export const link =
  'https://claude.ai/oauth/authorize?client_id=9d1c250a-e61b-44d9-88ed-5944d1962f5e&code=true' +
  '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256' +
  '&redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback&response_type=code' +
  `&scope=org%3Acreate_api_key+user%3Aprofile+user%3Ainference&state=${state}`;

const banner = `To authenticate from a remote machine, an SSH tunnel may be required.
================================================================================
  Run one of the following commands on your local machine (NOT the server):

  # Standard SSH command (assumes SSH port 22):
  ssh -L 54545:127.0.0.1:54545 root@203.0.113.7 -p 22

  # If using an SSH key (assumes SSH port 22):
  ssh -i <path_to_your_key> -L 54545:127.0.0.1:54545 root@203.0.113.7 -p 22

  NOTE: If your server's SSH port is not 22, please modify the '-p 22' part accordingly.
================================================================================
`;
const path = '/root/.cli-proxy-api/claude-user@example.com.json';
const saved = `Saving credentials to ${path}
Authentication saved to ${path}
Claude authentication successful!
`;

/** v6.4.0, with a success. */
export const november2025 = `CLIProxyAPI Version: v6.4.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
[2025-11-20 21:14:55] [info] [main.go:397] CLIProxyAPI Version: v6.4.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
${banner}Visit the following URL to continue authentication:
${link}
Waiting for Claude authentication callback...
Claude authentication successful
${saved}`;

/** v7.2.140, with the prompt to which the next line is glued. */
export const august2026 = `CLIProxyAPI Version: 7.2.140, Commit: 7bbfeaf8, BuiltAt: 2026-08-22T19:44:28Z
[2026-08-22 22:39:03] [--------] [info ] [main.go:572] CLIProxyAPI Version: 7.2.140, Commit: 7bbfeaf8, BuiltAt: 2026-08-22T19:44:28Z
[2026-08-22 22:39:11] [--------] [warn ] [ssh_helper.go:61] Failed to get public IP, falling back to outbound IP: all IP services failed
${banner}Visit the following URL to continue authentication:
${link}
Waiting for Claude authentication callback...
Paste the Claude callback URL (or press Enter to keep waiting): Claude authentication successful
[2026-08-22 22:40:09] [--------] [warn ] [claude.go:201] fetch Claude OAuth profile after token exchange: unexpected status 500
${saved}`;

/** Before v6.0.0 every line went through the logger. */
export const august2025 = `[2025-08-21 10:00:00] [info] [claude.go:88] Please open this URL in your browser:

${link}

[2025-08-21 10:00:00] [info] [claude.go:97] Waiting for authentication callback...
`;
