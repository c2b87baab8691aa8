import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Rect } from '@roomcast/picture/layout/geometry';
import { cleanName } from '@roomcast/picture/people/names';
import type { RecordingTheme } from '@roomcast/picture/theme/recording';
import { drawMicOff, drawScreen } from './icons.ts';
import { ellipsize, font } from './text.ts';

/** What lies over a tile. */
export interface OverlayContent {
	readonly name: string;
	readonly muted: boolean;
	readonly speaking: boolean;
	readonly source: 'camera' | 'screen';
}

/** Radius of a tile's corners, px. */
export function cornerRadius(rect: Rect): number {
	return Math.max(4, Math.min(20, Math.round(Math.min(rect.width, rect.height) * 0.045)));
}

/** Cuts the corners round by painting the canvas's background over them. */
function paintCorners(context: SKRSContext2D, rect: Rect, background: Canvas): void {
	context.drawImage(background, rect.x, rect.y, rect.width, rect.height, 0, 0, rect.width, rect.height);
	context.globalCompositeOperation = 'destination-out';
	context.beginPath();
	context.roundRect(0, 0, rect.width, rect.height, cornerRadius(rect));
	context.fill();
	context.globalCompositeOperation = 'source-over';
}

function paintEdge(context: SKRSContext2D, rect: Rect, theme: RecordingTheme, speaking: boolean): void {
	const width = speaking ? Math.max(2, Math.min(6, Math.round(Math.min(rect.width, rect.height) / 110))) : 1;
	context.lineWidth = width;
	context.strokeStyle = speaking ? theme.speaking : theme.edge;
	context.beginPath();
	context.roundRect(width / 2, width / 2, rect.width - width, rect.height - width, cornerRadius(rect) - width / 2);
	context.stroke();
}

/** The name plate's own layer: its icon cuts a gap into what is below it, which must not be the plate. */
function paintPlate(context: SKRSContext2D, rect: Rect, theme: RecordingTheme, content: OverlayContent): void {
	const unit = Math.max(10, Math.min(24, Math.round(Math.min(rect.height * 0.046, rect.width * 0.034))));
	const margin = Math.round(unit * 0.7);
	const padding = Math.round(unit * 0.62);
	const height = Math.round(unit * 1.85);
	const icon = Math.round(unit * 1.12);
	const iconRoom = content.muted || content.source === 'screen' ? icon + Math.round(unit * 0.42) : 0;
	context.font = font(unit);
	context.textBaseline = 'alphabetic';
	const room = rect.width - 2 * margin - 2 * padding - iconRoom;
	const text = ellipsize(context, cleanName(content.name), Math.min(room, unit * 18));
	const textWidth = text ? Math.ceil(context.measureText(text).width) : 0;
	if (!text && iconRoom === 0) return;
	const width = textWidth + 2 * padding + (text ? iconRoom : icon);
	const x = margin;
	const y = rect.height - margin - height;
	if (y < 0 || width > rect.width) return;
	context.fillStyle = theme.plate;
	context.beginPath();
	context.roundRect(x, y, width, height, Math.round(height * 0.34));
	context.fill();
	if (iconRoom > 0) {
		const layer = createCanvas(icon, icon);
		const paint = content.source === 'screen' ? drawScreen : drawMicOff;
		paint(layer.getContext('2d'), 0, 0, icon, content.source === 'screen' ? theme.plateText : theme.muted);
		context.drawImage(layer, x + padding, y + Math.round((height - icon) / 2));
	}
	context.fillStyle = theme.plateText;
	// Latin capitals sit optically in the middle when the baseline is a third of the size below it.
	context.fillText(text, x + padding + iconRoom, y + height / 2 + unit * 0.35);
}

/**
 * Draws what lies over a tile: rounded corners, edge or speaking ring, name plate.
 *
 * @param rect the tile's place; the drawing has its size
 * @param background of the canvas, seen through the corners
 * @returns RGBA, not premultiplied
 */
export function drawTileOverlay(
	rect: Rect,
	content: OverlayContent,
	theme: RecordingTheme,
	background: Canvas,
): Uint8ClampedArray {
	const context = createCanvas(rect.width, rect.height).getContext('2d');
	paintCorners(context, rect, background);
	paintEdge(context, rect, theme, content.speaking);
	paintPlate(context, rect, theme, content);
	return context.getImageData(0, 0, rect.width, rect.height).data;
}
