import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestServer } from './server.ts';

const SCRIPT = fileURLToPath(new URL('./ffmpegWhip.mjs', import.meta.url));

/** An encoder that publishes until `end()`. */
export interface WhipEncoder {
	end(): Promise<void>;
}

/**
 * Starts an FFmpeg that publishes H.264 and Opus by WHIP: a test picture of 320×240, at 12 Mbit/s where it is to be `large`.
 */
export function startWhipEncoder(
	server: TestServer,
	participant: { readonly roomId: string; readonly participantId: string },
	size: 'small' | 'large' = 'small',
): WhipEncoder {
	const url = `${server.url}/v2/whip?${new URLSearchParams({ ...participant })}`;
	const child = spawn(process.execPath, [SCRIPT, url, server.token(), size], { stdio: 'ignore' });
	const ended = once(child, 'exit');
	return {
		async end() {
			child.kill();
			await ended;
		},
	};
}
