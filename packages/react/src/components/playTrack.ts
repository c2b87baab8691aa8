/** What a person does before a browser plays sound. */
const GESTURES = ['pointerdown', 'keydown'] as const;

/**
 * Plays a track in an element. Where the browser wants a gesture first, it starts with the next one.
 *
 * @returns ends it
 */
export function playTrack(element: HTMLMediaElement, track: MediaStreamTrack): () => void {
	element.srcObject = new MediaStream([track]);
	const start = () => {
		forget();
		element.play().catch((error) => {
			if (error?.name !== 'NotAllowedError') return;
			for (const gesture of GESTURES) document.addEventListener(gesture, start, { once: true });
		});
	};
	const forget = () => {
		for (const gesture of GESTURES) document.removeEventListener(gesture, start);
	};
	start();
	let over = false;
	return () => {
		if (over) return;
		over = true;
		forget();
		element.srcObject = null;
	};
}
