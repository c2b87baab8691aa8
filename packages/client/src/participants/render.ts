import type { Stream } from './Stream.ts';
import type { Quality } from './types.ts';

/** Options of `renderVideo`. */
export interface RenderVideoOptions {
	type?: 'video' | 'share';
	/** Largest size that is received; `auto`: what fits the box. */
	maxQuality?: 'auto' | 'high' | 'med' | 'low';
	/** CSS of the `<video>` element. */
	videostyle?: Partial<CSSStyleDeclaration>;
	/** CSS of the box around it. */
	containerStyle?: Partial<CSSStyleDeclaration>;
}

/** What elements need of the participant that they show. */
interface Shown {
	readonly local: boolean;
	readonly streams: ReadonlyMap<string, Stream>;
	on(event: 'stream-enabled' | 'stream-disabled', listener: (stream: Stream) => void): void;
	off(event: 'stream-enabled' | 'stream-disabled', listener: (stream: Stream) => void): void;
	observeVideo(element: Element, kind: 'video' | 'share'): () => void;
	setQuality(quality: Quality): Promise<void>;
	setScreenShareQuality(quality: Quality): Promise<void>;
}

/** Keeps an element's source to a participant's stream of one kind for as long as the page has the element. */
function follow(participant: Shown, element: HTMLMediaElement, kind: Stream['kind']): void {
	const show = (stream: Stream) => {
		if (stream.kind !== kind) return;
		element.srcObject = new MediaStream([stream.track]);
		element.play().catch(() => {
			// Autoplay is not allowed yet: the browser starts it after the first gesture, or the app calls play().
		});
	};
	const hide = (stream: Stream) => {
		if (stream.kind === kind) element.srcObject = null;
	};
	for (const stream of participant.streams.values()) show(stream);
	participant.on('stream-enabled', show);
	participant.on('stream-disabled', hide);
	whenRemoved(element, () => {
		participant.off('stream-enabled', show);
		participant.off('stream-disabled', hide);
		element.srcObject = null;
	});
}

/** Calls back once an element that was in the document is so no more. */
function whenRemoved(element: Element, callback: () => void): void {
	let seen = false;
	const observer = new MutationObserver(() => {
		if (element.isConnected) seen = true;
		else if (seen) {
			observer.disconnect();
			callback();
		}
	});
	observer.observe(document, { childList: true, subtree: true });
}

export function renderVideo(participant: Shown, options: RenderVideoOptions): HTMLDivElement {
	const { type = 'video', maxQuality = 'auto', videostyle = {}, containerStyle = {} } = options;
	const container = document.createElement('div');
	const video = document.createElement('video');
	video.autoplay = true;
	video.playsInline = true;
	// The sound of a participant is an element of its own.
	video.muted = true;
	Object.assign(video.style, { width: '100%', height: '100%', objectFit: type === 'video' ? 'cover' : 'contain' });
	Object.assign(video.style, videostyle);
	Object.assign(container.style, containerStyle);
	container.append(video);
	follow(participant, video, type);
	if (!participant.local) {
		const stop = participant.observeVideo(container, type);
		whenRemoved(container, stop);
		if (maxQuality !== 'auto') {
			const set = type === 'video' ? participant.setQuality(maxQuality) : participant.setScreenShareQuality(maxQuality);
			set.catch(() => {
				// Without a connection the size that fits is received, which is right as well.
			});
		}
	}
	return container;
}

export function renderAudio(participant: Shown, kind: 'audio' | 'shareAudio'): HTMLAudioElement {
	const audio = document.createElement('audio');
	audio.autoplay = true;
	// One would hear oneself.
	audio.muted = participant.local;
	follow(participant, audio, kind);
	return audio;
}
