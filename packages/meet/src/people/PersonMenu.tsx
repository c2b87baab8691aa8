import type { Participant } from '@roomcast/client';
import { Camera, CameraOff, Ellipsis, Eye, Mic, MicOff, Pin, PinOff, Presentation, UserMinus } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { removeQuestion } from '../meeting/Question.ts';
import { ControlMenu, MenuAction, MenuLine } from '../ui/ControlMenu.tsx';
import type { Moderation } from './moderation.ts';
import type { usePersonFacts } from './usePersonFacts.ts';

interface Props {
	person: Participant;
	name: string;
	facts: ReturnType<typeof usePersonFacts>;
	moderation: Moderation;
}

/** What can be done about one person; nothing where nothing can. */
export function PersonMenu({ person, name, facts, moderation }: Props) {
	const { view } = useCall();
	const { powers } = moderation;
	const mayOthers = !person.local && (powers.mic || powers.camera || powers.mode || powers.remove);
	if (!mayOthers && !powers.pin) return <span className="w-2" />;
	return (
		<ControlMenu
			trigger={
				<button
					type="button"
					aria-label={`Options for ${name}`}
					data-testid="person-menu"
					className="grid size-9 shrink-0 place-items-center rounded-lg text-soft transition-colors hover:bg-raised hover:text-text"
				>
					<Ellipsis className="size-5" />
				</button>
			}
		>
			{!person.local && facts.sends && <MediaItems person={person} facts={facts} moderation={moderation} />}
			{powers.pin && <PinItems person={person} facts={facts} moderation={moderation} />}
			{!person.local && powers.mode && (
				<MenuAction
					icon={facts.sends ? <Eye /> : <Presentation />}
					label={facts.sends ? 'Move to the audience' : 'Let speak'}
					onClick={() => moderation.changeMode(person, facts.sends ? 'RECV_ONLY' : 'SEND_AND_RECV')}
					testId="mode-item"
				/>
			)}
			{!person.local && powers.remove && (
				<>
					<MenuLine />
					<MenuAction
						icon={<UserMinus className="text-danger-ink" />}
						label={`Remove ${name}…`}
						onClick={() => view.ask(removeQuestion(name, () => moderation.remove(person)))}
						testId="remove-item"
					/>
				</>
			)}
		</ControlMenu>
	);
}

type ItemsProps = Omit<Props, 'name'>;

function MediaItems({ person, facts, moderation }: ItemsProps) {
	const { powers } = moderation;
	return (
		<>
			{powers.mic && (
				<MenuAction
					icon={facts.micOn ? <MicOff /> : <Mic />}
					label={facts.micOn ? 'Mute' : 'Ask to unmute'}
					onClick={() => (facts.micOn ? moderation.mute(person) : moderation.askToUnmute(person))}
					testId="mic-item"
				/>
			)}
			{powers.camera && (
				<MenuAction
					icon={facts.webcamOn ? <CameraOff /> : <Camera />}
					label={facts.webcamOn ? 'Turn camera off' : 'Ask for the camera'}
					onClick={() => (facts.webcamOn ? moderation.turnCameraOff(person) : moderation.askForCamera(person))}
					testId="camera-item"
				/>
			)}
		</>
	);
}

function PinItems({ person, facts, moderation }: ItemsProps) {
	return (
		<>
			{facts.sends && (
				<MenuAction
					icon={facts.camPinned ? <PinOff /> : <Pin />}
					label={facts.camPinned ? 'Unpin for everyone' : 'Pin for everyone'}
					onClick={() => moderation.pin(person, 'CAM', !facts.camPinned)}
					testId="pin-item"
				/>
			)}
			{(facts.screenShareOn || facts.sharePinned) && (
				<MenuAction
					icon={facts.sharePinned ? <PinOff /> : <Pin />}
					label={facts.sharePinned ? 'Unpin the screen for everyone' : 'Pin the screen for everyone'}
					onClick={() => moderation.pin(person, 'SHARE', !facts.sharePinned)}
					testId="pin-screen-item"
				/>
			)}
		</>
	);
}
