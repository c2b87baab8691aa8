import { createCanvas } from '@napi-rs/canvas';
import { personColours } from '@roomcast/picture/people/colours';
import { initials } from '@roomcast/picture/people/names';
import type { RecordingTheme } from '@roomcast/picture/theme/recording';
import { font } from './text.ts';

/**
 * Draws the tile of someone whose camera is off: initials in a disc of the participant's own colour.
 *
 * @returns opaque RGBA of the size
 */
export function drawAvatarTile(
	size: { width: number; height: number },
	person: { readonly id: string; readonly name: string },
	theme: RecordingTheme,
): Uint8ClampedArray {
	const { width, height } = size;
	const context = createCanvas(width, height).getContext('2d');
	const ground = context.createLinearGradient(0, 0, 0, height);
	ground.addColorStop(0, theme.tile[0]);
	ground.addColorStop(1, theme.tile[1]);
	context.fillStyle = ground;
	context.fillRect(0, 0, width, height);

	// In a small tile the name plate takes much of the height: the disc moves up and makes room.
	const small = height < 150;
	const radius = Math.min(width, height) * (small ? 0.22 : 0.2);
	const [x, y] = [width / 2, height * (small ? 0.4 : 0.5)];
	const { background, text } = personColours(person.id);
	context.fillStyle = background;
	context.beginPath();
	context.arc(x, y, radius, 0, 2 * Math.PI);
	context.fill();

	const letters = initials(person.name);
	context.font = font(Math.round(radius * 0.82));
	context.fillStyle = text;
	context.textAlign = 'center';
	context.textBaseline = 'alphabetic';
	const box = context.measureText(letters);
	// Centred by what is inked, not by the font's line: scripts differ in where they sit on it.
	context.fillText(letters, x, y + (box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2);
	return context.getImageData(0, 0, width, height).data;
}
