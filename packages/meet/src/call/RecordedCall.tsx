import type { Meeting, PubSubMessage } from '@roomcast/client';
import { MAX_GRID_SIZE } from '@roomcast/contract/rest/compositionDefaults';
import { useCall } from '../meeting/CallContext.ts';
import type { Arrangement, CallView } from '../meeting/CallView.ts';
import { RemoteAudio } from '../meeting/RemoteAudio.tsx';
import { usePeople } from '../meeting/usePeople.ts';
import { useReceived } from '../meeting/useViewport.ts';
import { LAYOUT_PRIORITIES, LAYOUTS } from '../parameters/table.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { Stage } from '../stage/Stage.tsx';

/** The call as a recording or a stream shows it: the tiles and the sound, and nothing to click. */
export function RecordedCall() {
	const { meeting } = useCall();
	const { reduceEdgeSpacing } = useParameters();
	const others = usePeople(meeting).filter(({ local }) => !local);
	useReceived(meeting);
	return (
		<div data-testid="recorded-call" className={`h-dvh overflow-hidden ${reduceEdgeSpacing ? '' : 'p-4'}`}>
			<h1 className="sr-only">Call</h1>
			<Stage />
			{others.map((participant) => (
				<RemoteAudio key={participant.id} participant={participant} />
			))}
		</div>
	);
}

/**
 * Lets the hosts of a call change how its tiles are placed, by messages of a topic. The last one that was kept holds for
 * who comes later.
 *
 * @returns stops it
 */
export function followLayout(meeting: Meeting, topic: string, view: CallView): () => void {
	const heard = ({ message }: PubSubMessage) => view.arrange(layoutMessage(message));
	const listeners = {
		onMessageReceived: heard,
		onOldMessagesReceived: (messages: PubSubMessage[]) => {
			for (const message of messages) heard(message);
		},
	};
	meeting.pubSub.subscribe(topic, listeners).catch((error: unknown) => {
		console.warn(`The layout cannot be changed by messages of ${topic}`, error);
	});
	return () => void meeting.pubSub.unsubscribe(topic, listeners).catch(() => undefined);
}

/**
 * What a message asks of the layout: JSON as `config.layout` of a recording has it, by itself or as `layout`, or the name
 * of a layout alone. What of it is not known is left out, since anybody in the call may write anything.
 */
export function layoutMessage(text: string): Partial<Arrangement> {
	const named = wordOf(LAYOUTS, text);
	if (named !== undefined) return { layout: named };
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch {
		return {};
	}
	const inner = isObject(said) && isObject(said.layout) ? said.layout : said;
	if (!isObject(inner)) return {};
	const layout = wordOf(LAYOUTS, inner.type);
	const priority = wordOf(LAYOUT_PRIORITIES, inner.priority);
	const { gridSize } = inner;
	return {
		...(layout === undefined ? {} : { layout }),
		...(priority === undefined ? {} : { priority }),
		...(Number.isInteger(gridSize) && Number(gridSize) >= 1 && Number(gridSize) <= MAX_GRID_SIZE
			? { gridSize: Number(gridSize) }
			: {}),
	};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function wordOf<const T extends string>(words: readonly T[], value: unknown): T | undefined {
	return typeof value === 'string' ? words.find((word) => word === value.trim().toUpperCase()) : undefined;
}
