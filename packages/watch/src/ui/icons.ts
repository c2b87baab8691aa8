const SVG = 'http://www.w3.org/2000/svg';

/** Strokes of 24 × 24; those that begin with `F` are filled. */
const PATHS = {
	play: ['F7 4.8v14.4a.8.8 0 0 0 1.2.7l11.6-7.2a.8.8 0 0 0 0-1.4L8.2 4.1a.8.8 0 0 0-1.2.7z'],
	pause: ['F7 5h3.4v14H7zM13.6 5H17v14h-3.4z'],
	again: ['4 12a8 8 0 1 0 2.6-5.9L4 8.5', '4 4v4.5h4.5'],
	loud: ['4 9.5v5h3.2L12 18.4V5.6L7.2 9.5z', '15.5 9a4.2 4.2 0 0 1 0 6', '18.2 6.4a8 8 0 0 1 0 11.2'],
	mute: ['4 9.5v5h3.2L12 18.4V5.6L7.2 9.5z', '16 9.5l5 5', '21 9.5l-5 5'],
	full: ['4 9V4h5', '20 9V4h-5', '4 15v5h5', '20 15v5h-5'],
	small: ['9 4v5H4', '15 4v5h5', '9 20v-5H4', '15 20v-5h5'],
	window: ['3.5 5.5h17v13h-17z', 'F12 12h6v4.5h-6z'],
	gear: [
		'5 7h9',
		'18 7h1',
		'5 17h1',
		'10 17h9',
		'16 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
		'8 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
	],
	check: ['5 12.5l4.5 4.5L19 7.5'],
	link: ['9 12h6', '10 7H8a5 5 0 0 0 0 10h2', '14 7h2a5 5 0 0 1 0 10h-2'],
} as const;

export type IconName = keyof typeof PATHS;

/** A picture that says nothing to screen readers: the button around it has words. */
export function icon(name: IconName): SVGSVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.setAttribute('aria-hidden', 'true');
	svg.setAttribute('class', 'icon');
	for (const text of PATHS[name]) {
		const path = document.createElementNS(SVG, 'path');
		const filled = text.startsWith('F');
		path.setAttribute('d', `M${filled ? text.slice(1) : text}`);
		if (filled) path.setAttribute('class', 'filled');
		svg.append(path);
	}
	return svg;
}

/** The mark: a room with its light on. */
export function logo(): SVGSVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 32 32');
	svg.setAttribute('aria-hidden', 'true');
	svg.setAttribute('class', 'logo');
	svg.innerHTML =
		'<rect width="32" height="32" rx="9" class="logo-back"/><rect x="7" y="8" width="18" height="16" rx="4.5" fill="none" stroke="#f4f2ec" stroke-width="2.6"/><circle cx="20" cy="13.5" r="3" fill="#f6b13d"/>';
	return svg;
}
