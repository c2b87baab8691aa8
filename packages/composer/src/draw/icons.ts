import type { SKRSContext2D } from '@napi-rs/canvas';

/** Draws a struck-out microphone into a square. @param x, y its upper left corner */
export function drawMicOff(context: SKRSContext2D, x: number, y: number, size: number, color: string): void {
	context.save();
	context.translate(x, y);
	context.scale(size / 24, size / 24);
	context.lineWidth = 2.2;
	context.lineCap = 'round';
	context.strokeStyle = color;
	context.fillStyle = color;
	context.beginPath();
	context.roundRect(8.6, 2.5, 6.8, 11.5, 3.4);
	context.fill();
	context.beginPath();
	context.arc(12, 11, 6.6, 0.12 * Math.PI, 0.88 * Math.PI);
	context.moveTo(12, 17.6);
	context.lineTo(12, 21.2);
	context.stroke();
	// The stroke through it, with a gap cut beside it so that both can be told apart when small.
	context.globalCompositeOperation = 'destination-out';
	context.lineWidth = 6;
	context.beginPath();
	context.moveTo(4, 3.6);
	context.lineTo(20, 20.4);
	context.stroke();
	context.globalCompositeOperation = 'source-over';
	context.lineWidth = 2.2;
	context.stroke();
	context.restore();
}

/** Draws a screen on its foot into a square. */
export function drawScreen(context: SKRSContext2D, x: number, y: number, size: number, color: string): void {
	context.save();
	context.translate(x, y);
	context.scale(size / 24, size / 24);
	context.lineWidth = 2.2;
	context.lineCap = 'round';
	context.lineJoin = 'round';
	context.strokeStyle = color;
	context.beginPath();
	context.roundRect(2.6, 4, 18.8, 12.6, 2.2);
	context.moveTo(8, 20.4);
	context.lineTo(16, 20.4);
	context.stroke();
	context.restore();
}
