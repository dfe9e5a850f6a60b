import { loginCommand } from '../src/chat/login-command';

export const command = loginCommand('antigravity');
