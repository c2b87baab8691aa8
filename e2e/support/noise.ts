import type { Caller } from './caller.ts';

/**
 * Replaces a camera by what no encoder makes small: a stripe of one colour on the left, and noise that changes with
 * every picture.
 *
 * @param colour CSS colour of the left third
 */
export async function sendNoise(caller: Caller, colour: string): Promise<void> {
	await caller.page.evaluate(async (stripe) => {
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [640, 360];
		const context = canvas.getContext('2d');
		if (context === null) throw new Error('no canvas');
		const draw = () => {
			for (let x = 0; x < 640; x += 16)
				for (let y = 0; y < 360; y += 12) {
					context.fillStyle = `hsl(${Math.random() * 360} 100% ${Math.random() * 100}%)`;
					context.fillRect(x, y, 16, 12);
				}
			context.fillStyle = stripe;
			context.fillRect(0, 0, 213, 360);
		};
		// Not by animation frames: a page that is not shown has none.
		setInterval(draw, 40);
		draw();
		const { meeting } = window as never as { meeting: { enableWebcam(track: MediaStream): Promise<void> } };
		await meeting.enableWebcam(canvas.captureStream(25));
	}, colour);
}
