import { useFile, useRealtimeStore, useTranscription, useTranslation, useWhiteboard } from '@videosdk.live/react-sdk';
import { expose, handlers } from './log.js';

/** The hooks of what is beside a call. */
export function Extras() {
	const store = useRealtimeStore('colour', handlers('', ['onValueChanged']));
	expose({
		store,
		file: useFile(),
		transcription: useTranscription(handlers('', ['onTranscriptionStateChanged'])),
		translation: useTranslation(handlers('', ['onTranslationStateChanged'])),
		whiteboard: useWhiteboard(),
	});
	return null;
}
