import type { Caller } from './caller.ts';

/**
 * Watches a picture in the page itself. The returned function resolves with the time (epoch ms) of the first frame of a
 * track that was not there before: the picture after the break.
 */
export async function timeOfNextFrames(caller: Caller, of: string): Promise<() => Promise<number>> {
	await caller.page.evaluate((id) => {
		const page = window as never as { back: Promise<number> };
		const video = document.getElementById(`video-${id}`) as HTMLVideoElement;
		const before = (video.srcObject as MediaStream).getVideoTracks()[0]?.id;
		page.back = new Promise((resolve) => {
			const look = () => {
				const now = (video.srcObject as MediaStream).getVideoTracks()[0]?.id;
				if (now === before) return void setTimeout(look, 10);
				video.requestVideoFrameCallback(() => resolve(Date.now()));
			};
			look();
		});
	}, of);
	return () => caller.page.evaluate(() => (window as never as { back: Promise<number> }).back);
}
