import { useRef } from 'react';
import { useElementSize } from '../hooks/useElementSize.ts';
import { useStore } from '../hooks/useStore.ts';
import { stageLayout } from '../layout/stageLayout.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import { PersonTile } from '../tiles/PersonTile.tsx';
import { ScreenTile } from '../tiles/ScreenTile.tsx';
import { Alone } from './Alone.tsx';
import { useCall } from './CallContext.ts';
import { focusOf } from './focusOf.ts';
import { MorePeople } from './MorePeople.tsx';
import { Pager } from './Pager.tsx';
import { useActiveSpeaker } from './useActiveSpeaker.ts';
import { useLastSpeaker } from './useLastSpeaker.ts';
import { usePeople } from './usePeople.ts';
import { useScreens } from './useScreens.ts';
import { useSenders } from './useSenders.ts';
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
