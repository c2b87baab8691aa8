import type { Rect } from '@roomcast/picture/layout/geometry';
import { useRef } from 'react';
import { useElementSize } from '../base/elements.ts';
import { useStore } from '../base/Store.ts';
import { Alone } from '../invite/InviteControl.tsx';
import { useCall } from '../meeting/CallContext.ts';
import { usePeople, useScreens, useSenders } from '../meeting/usePeople.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { focusOf, useActiveSpeaker, useLastSpeaker } from './focusOf.ts';
import { Pager } from './Pager.tsx';
import { PersonTile } from './PersonTile.tsx';
import { ScreenTile } from './ScreenTile.tsx';
import { stageLayout } from './stageLayout.ts';
import { useSharedPins } from './useSharedPins.ts';

/** Key of the tile of somebody's screen; the key of the person is the participant id. */
const screenKey = (id: string) => `${id}:screen`;

/** Everybody and every screen, placed so that the window is used well. */
export function Stage() {
	const { meeting, view } = useCall();
	const { canPin, hideLocalParticipant, isRecorder, sideStackSize } = useParameters();
	const { layout, gridSize, priority, pinned, page } = useStore(view);
	const stage = useRef<HTMLDivElement>(null);
	const size = useElementSize(stage);

	const everybody = usePeople(meeting);
	const senders = useSenders(meeting, everybody);
	// The audience of a recording watches it, and is not in it.
	const people = senders.filter(
		({ local, mode }) => !(local && hideLocalParticipant) && !(isRecorder && mode !== 'SEND_AND_RECV'),
	);
	const speaker = useActiveSpeaker(meeting);
	const self = meeting.localParticipant.id;
	const lastSpeaker = useLastSpeaker(speaker, self, people);
	// One's own screen is not shown back: it would show itself showing itself.
	const screens = useScreens(people).filter(({ local }) => !local);

	const keys = [...people.map(({ id }) => id), ...screens.map(({ id }) => screenKey(id))];
	const pins = useSharedPins(meeting).map(({ id, part }) => (part === 'cam' ? id : screenKey(id)));
	const shared = priority === 'PIN' ? pins : [];
	const focus = focusOf({ layout, pinned, shared, keys, screens: screens.map(({ id }) => screenKey(id)), lastSpeaker });
	const contents = { people: people.map(({ id }) => id), self, focus, prefer: lastSpeaker };
	const plan = stageLayout(contents, size, { layout, page, pageSize: gridSize, stripSize: sideStackSize });
	const onPin = (key: string) => (canPin ? () => view.togglePin(key) : undefined);

	return (
		<div ref={stage} data-testid="stage" data-layout={layout} className="relative size-full">
			{people.map((person) => {
				const rect = plan.places.get(person.id);
				if (rect === undefined) return null;
				return (
					<PersonTile
						key={person.id}
						participant={person}
						rect={rect}
						floating={plan.floating === person.id}
						ring={plan.floating === undefined}
						active={speaker === person.id}
						pinned={pinned === person.id || shared.includes(person.id)}
						onPin={onPin(person.id)}
					/>
				);
			})}
			{screens.map((person) => {
				const key = screenKey(person.id);
				const rect = plan.places.get(key);
				if (rect === undefined) return null;
				return (
					<ScreenTile
						key={key}
						participant={person}
						rect={rect}
						pinned={pinned === key || shared.includes(key)}
						onPin={onPin(key)}
					/>
				);
			})}
			{plan.more !== undefined && <MorePeople {...plan.more} />}
			{plan.pages > 1 && !isRecorder && <Pager page={plan.page} pages={plan.pages} onTurn={(to) => view.turnTo(to)} />}
			{everybody.length === 1 && !isRecorder && <Alone />}
		</div>
	);
}

/** Stands in the strip for those who have no place in it. */
function MorePeople({ count, rect }: { count: number; rect: Rect }) {
	return (
		<div
			data-testid="more-people"
			style={{ width: rect.width, height: rect.height, transform: `translate(${rect.x}px, ${rect.y}px)` }}
			className="absolute top-0 left-0 grid place-items-center rounded-2xl bg-tile text-lg font-semibold text-soft"
		>
			<span>
				+{count}
				<span className="sr-only"> more people</span>
			</span>
		</div>
	);
}
