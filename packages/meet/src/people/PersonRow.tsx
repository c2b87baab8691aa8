import type { Participant } from '@roomcast/client';
import { Camera, CameraOff, Mic, MicOff, Pin } from 'lucide-react';
import { useCall } from '../meeting/CallContext.ts';
import { Avatar } from '../ui/Avatar.tsx';
import type { Moderation } from './moderation.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { usePersonFacts } from './usePersonFacts.ts';

/** One person in the list: name, what is on, and the menu of those who may moderate. */
export function PersonRow({ person, moderation }: { person: Participant; moderation: Moderation }) {
	const { meeting } = useCall();
	const facts = usePersonFacts(meeting, person);
	const name = person.displayName || 'Guest';
	const note = facts.screenShareOn ? 'Shares a screen' : facts.sends ? undefined : 'In the audience';
	return (
		<li
			data-testid="person-row"
			data-participant-id={person.id}
			className="flex h-13 items-center gap-3 rounded-xl pr-1 pl-2 hover:bg-shade"
		>
			<Avatar id={person.id} name={name} className="size-9 shrink-0 text-sm" />
			<span className="min-w-0 grow leading-tight">
				<span className="block truncate text-sm font-medium">
					{name}
					{person.local && <span className="font-normal text-soft"> (you)</span>}
				</span>
				{note !== undefined && <span className="block truncate text-xs text-soft">{note}</span>}
			</span>
			<span className="flex shrink-0 items-center gap-2.5 [&_svg]:size-4.5">
				{(facts.camPinned || facts.sharePinned) && <Pin className="text-accent-ink" aria-label="pinned for everyone" />}
				{facts.sends && (
					<>
						{facts.webcamOn ? (
							<Camera className="text-soft" aria-label="camera on" />
						) : (
							<CameraOff className="text-soft/60" aria-label="camera off" />
						)}
						{facts.micOn ? (
							<Mic className="text-soft" aria-label="microphone on" />
						) : (
							<MicOff className="text-danger-ink" aria-label="muted" />
						)}
					</>
				)}
			</span>
			<PersonMenu person={person} name={name} facts={facts} moderation={moderation} />
		</li>
	);
}
