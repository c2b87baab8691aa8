import { memo, type ReactNode, StrictMode, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import {
	AudioPlayer,
	type MeetingMethods,
	type MeetingOptions,
	MeetingProvider,
	type PubSubView,
	type RealtimeStoreView,
	setLogLevel,
	useMediaDevice,
	useMeeting,
	useMeetingSelector,
	useParticipant,
	useParticipantSelector,
	usePubSub,
	useRealtimeStore,
	useStream,
	VideoPlayer,
} from '../src/index.ts';

/** A call in a page, with what the end-to-end tests look at. */
export interface TestCall {
	/** Shows the call. */
	show(options: CallOptions): void;
	/** Takes it from the page. */
	hide(): void;
	/** How often each component was rendered since `show`. */
	readonly rendered: Record<string, number>;
	/** Names of events, in order, with ids. */
	readonly heard: string[];
	/** Errors of React. */
	readonly faults: string[];
	readonly methods: MeetingMethods;
	readonly chat: Pick<PubSubView, 'publish'>;
	readonly slide: Omit<RealtimeStoreView, 'value'>;
	/** Methods of the participants on the page. */
	readonly people: Record<string, { participant: unknown; disableMic(): Promise<void> }>;
	readonly devices: ReturnType<typeof useMediaDevice>;
}

export interface CallOptions {
	readonly config: MeetingOptions;
	readonly token: string;
	readonly strict?: boolean;
	/** Enters at once. */
	readonly joins?: boolean;
}

/** What is on the page before the call. */
export function CallPage({ config, token, joins = false }: CallOptions): ReactNode {
	return (
		<MeetingProvider config={config} token={token} joinWithoutUserInteraction={joins}>
			<Call />
			<Speaker />
			<Count />
			<Methods />
			<Chat />
			<Slide />
		</MeetingProvider>
	);
}

const call: TestCall = {
	show({ strict = false, ...options }) {
		for (const list of [call.rendered, call.people]) for (const key of Object.keys(list)) delete list[key];
		const page = <CallPage {...options} />;
		const tree = strict ? <StrictMode>{page}</StrictMode> : page;
		const container = document.getElementById('root') as HTMLElement;
		const noted = { onRecoverableError: (error: unknown) => call.faults.push(String(error)) };
		root ??= createRoot(container, noted);
		root.render(tree);
	},
	hide() {
		root?.render(null);
	},
	rendered: {},
	heard: [],
	faults: [],
	methods: {} as MeetingMethods,
	chat: {} as TestCall['chat'],
	slide: {} as TestCall['slide'],
	people: {},
	devices: {} as TestCall['devices'],
};
let root: Root | undefined;
if (typeof window !== 'undefined') Object.assign(window, { call });
// A console that somebody watches keeps what is written on it.
setLogLevel('ERROR');

/** Counts how often a component is rendered and shown. */
function useCounted(id: string): void {
	useEffect(() => {
		call.rendered[id] = (call.rendered[id] ?? 0) + 1;
	});
}

function Call(): ReactNode {
	useCounted('call');
	const { participants, isMeetingJoined } = useMeeting({
		onMeetingJoined: () => call.heard.push('joined'),
		onMeetingLeft: ({ code }) => call.heard.push(`left ${code}`),
		onParticipantJoined: ({ id }) => call.heard.push(`came ${id}`),
		onParticipantLeft: ({ id }) => call.heard.push(`went ${id}`),
		onPresenterChanged: (id) => call.heard.push(`presents ${id}`),
		onError: ({ code }) => call.heard.push(`error ${code}`),
	});
	return (
		<>
			<h1>{isMeetingJoined ? 'In the call' : 'Outside'}</h1>
			{[...participants.keys()].map((id) => (
				<section key={id} id={id}>
					<Tile id={id} />
					<Light id={id} />
				</section>
			))}
		</>
	);
}

const Tile = memo(function Tile({ id }: { id: string }): ReactNode {
	useCounted(`tile ${id}`);
	const { displayName, micOn, webcamStream, screenShareOn, participant, disableMic } = useParticipant(id, {
		onStreamEnabled: ({ kind }) => call.heard.push(`${id} ${kind} on`),
		onStreamDisabled: ({ kind }) => call.heard.push(`${id} ${kind} off`),
	});
	call.people[id] = { participant, disableMic };
	return (
		<>
			<p>{`${displayName}: ${micOn ? 'speaks' : 'is muted'}`}</p>
			{webcamStream && <Paused id={webcamStream.id} />}
			<VideoPlayer participantId={id} classNameVideo="camera" />
			{screenShareOn && <VideoPlayer participantId={id} type="share" classNameVideo="screen" />}
			<AudioPlayer participantId={id} />
		</>
	);
});

const Light = memo(function Light({ id }: { id: string }): ReactNode {
	useCounted(`light ${id}`);
	const lit = useParticipantSelector(id, ({ isActiveSpeaker }) => isActiveSpeaker);
	return <>{lit ? '●' : '○'}</>;
});

function Paused({ id }: { id: string }): ReactNode {
	const { kind, paused, pause, resume } = useStream(id);
	return (
		<button type="button" className="pause" onClick={() => (paused ? resume() : pause())}>
			{`${kind} ${paused ? 'paused' : 'flows'}`}
		</button>
	);
}

function Speaker(): ReactNode {
	useCounted('speaker');
	const { activeSpeakerId } = useMeeting();
	return <>{activeSpeakerId}</>;
}

function Count(): ReactNode {
	useCounted('count');
	const ids = useMeetingSelector(({ participants }) => [...participants.keys()]);
	return <output>{ids.length}</output>;
}

function Methods(): ReactNode {
	useCounted('methods');
	Object.assign(call, { methods: useMeeting(), devices: useMediaDevice() });
	return <>{null}</>;
}

function Chat(): ReactNode {
	useCounted('chat');
	const { messages, publish } = usePubSub('CHAT', {
		onMessageReceived: ({ message }) => call.heard.push(`message ${message}`),
	});
	Object.assign(call, { chat: { publish } });
	return (
		<ol>
			{messages.map(({ id, message, senderId }) => (
				<li key={id}>{`${senderId}: ${message}`}</li>
			))}
		</ol>
	);
}

function Slide(): ReactNode {
	useCounted('slide');
	const { value, setValue, getValue } = useRealtimeStore('slide', {
		onValueChanged: ({ value, updatedBy }) => call.heard.push(`slide ${value} by ${updatedBy}`),
	});
	Object.assign(call, { slide: { setValue, getValue } });
	return <b>{value ?? 'none'}</b>;
}
