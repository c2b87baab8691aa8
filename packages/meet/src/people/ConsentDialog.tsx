import { Dialog } from '@base-ui/react/dialog';
import type { MediaRequested, Meeting } from '@roomcast/client';
import { useEffect, useState } from 'react';
import { useCall } from '../meeting/CallContext.ts';
import type { Actions } from '../meeting/useActions.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

/** What a moderator asks for. */
interface Question {
	readonly kind: 'mic' | 'webcam';
	readonly request: MediaRequested;
}

const WORDS = {
	mic: { asks: 'asks you to unmute', text: 'The others will hear you.', yes: 'Unmute', no: 'Stay muted' },
	webcam: {
		asks: 'asks you to turn your camera on',
		text: 'The others will see you.',
		yes: 'Turn camera on',
		no: 'Keep it off',
	},
} as const;

/** Nobody is switched on without having said yes. */
export function ConsentDialog({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const [questions, setQuestions] = useQuestions(meeting);
	const [question] = questions;
	const answer = (yes: boolean) => {
		if (question === undefined) return;
		setQuestions(questions.slice(1));
		const { micOn, webcamOn } = meeting.localParticipant;
		// With the device that was chosen on this page, where `accept()` would take the default one.
		if (yes && question.kind === 'mic' && !micOn) actions.toggleMic();
		else if (yes && question.kind === 'webcam' && !webcamOn) actions.toggleCamera();
		else if (!yes) question.request.reject();
	};
	const words = WORDS[question?.kind ?? 'mic'];
	const who =
		question === undefined
			? ''
			: (meeting.participants.get(question.request.participantId)?.displayName ?? 'A moderator');
	return (
		<Modal open={question !== undefined} onClose={() => answer(false)} testId="consent-dialog">
			<Dialog.Title className="text-lg font-semibold text-balance">
				{who} {words.asks}
			</Dialog.Title>
			<Dialog.Description className="mt-1.5 text-soft">{words.text}</Dialog.Description>
			<div className="mt-6 flex flex-wrap justify-end gap-2.5">
				<Button onClick={() => answer(false)} data-testid="consent-no">
					{words.no}
				</Button>
				<Button look="primary" onClick={() => answer(true)} data-testid="consent-yes">
					{words.yes}
				</Button>
			</div>
		</Modal>
	);
}

/** What was asked and not answered yet; the same thing is not asked twice at a time. */
function useQuestions(meeting: Meeting) {
	const [questions, setQuestions] = useState<readonly Question[]>([]);
	useEffect(() => {
		const ask = (kind: Question['kind']) => (request: MediaRequested) =>
			setQuestions((before) => [...before.filter((other) => other.kind !== kind), { kind, request }]);
		const [askMic, askWebcam] = [ask('mic'), ask('webcam')];
		meeting.on('mic-requested', askMic);
		meeting.on('webcam-requested', askWebcam);
		return () => {
			meeting.off('mic-requested', askMic);
			meeting.off('webcam-requested', askWebcam);
		};
	}, [meeting]);
	return [questions, setQuestions] as const;
}
