import type { Parameters } from './table.ts';

/** What a page is called that joins to be recorded; nobody sees it. */
const NAME = 'recorder';

/**
 * What `isRecorder` means for the other parameters: nobody is there to click, to be seen or to be heard. The colours are
 * those of the recording or stream, dark when nothing is said.
 */
export function asRecorder(parameters: Parameters): Parameters {
	if (!parameters.isRecorder) return parameters;
	const { name, theme, recordingTheme, hlsTheme, liveStreamTheme } = parameters;
	const colours = recordingTheme ?? hlsTheme ?? liveStreamTheme ?? theme;
	return {
		...parameters,
		name: name || NAME,
		theme: colours === 'DEFAULT' ? 'DARK' : colours,
		mode: 'RECV_ONLY',
		joinWithoutUserInteraction: true,
		micEnabled: false,
		webcamEnabled: false,
		hideLocalParticipant: true,
		canPin: false,
		chatEnabled: false,
	};
}
