import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { RecordingTheme } from '@roomcast/picture/theme/recording';

/** The empty canvas. */
export function drawBackground(size: { width: number; height: number }, theme: RecordingTheme): Canvas {
	const canvas = createCanvas(size.width, size.height);
	const context = canvas.getContext('2d');
	const radius = Math.hypot(size.width, size.height) / 2;
	const gradient = context.createRadialGradient(
		size.width / 2,
		size.height * 0.4,
		0,
		size.width / 2,
		size.height / 2,
		radius,
	);
	gradient.addColorStop(0, theme.background[0]);
	gradient.addColorStop(1, theme.background[1]);
	context.fillStyle = gradient;
	context.fillRect(0, 0, size.width, size.height);
	return canvas;
}
