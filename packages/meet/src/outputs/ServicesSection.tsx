import { LoaderCircle, Plus, Radio } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useCall } from '../meeting/CallContext.ts';
import { endStreamQuestion } from '../meeting/Question.ts';
import { Button, SmallButton } from '../ui/Button.tsx';
import { type Destination, emptyDestination, flawsOf, outputOf } from './Destination.ts';
import { DestinationFields } from './DestinationFields.tsx';
import { useOutputs } from './Outputs.ts';
import { Section } from './Section.tsx';
import { useLive } from './useOutputs.ts';

/** As many as the server takes. */
const MAX_DESTINATIONS = 10;

/** Live on services that take RTMP. */
export function ServicesSection() {
	const { meeting, view } = useCall();
	const outputs = useOutputs();
	const { livestream } = useLive(meeting);
	// Kept while it connects: a start that fails must not cost what was typed.
	const [destinations, setDestinations] = useState<readonly Destination[]>([emptyDestination(0)]);
	return (
		<Section
			icon={<Radio />}
			title="On YouTube, Twitch and others"
			text="The service gives you a stream key, which stays on the server."
			live={livestream === 'LIVESTREAM_STARTED'}
			testId="live-services"
		>
			{livestream === 'LIVESTREAM_STOPPED' && (
				<DestinationForm destinations={destinations} onChange={setDestinations} />
			)}
			{livestream === 'LIVESTREAM_STARTED' && (
				<div className="flex items-center justify-between gap-3">
					<p className="text-sm text-soft" role="status">
						On air
					</p>
					<SmallButton
						onClick={() => view.ask(endStreamQuestion(() => void outputs.stopLivestream()))}
						data-testid="stop-livestream"
					>
						End
					</SmallButton>
				</div>
			)}
			{(livestream === 'LIVESTREAM_STARTING' || livestream === 'LIVESTREAM_STOPPING') && (
				<Button disabled className="w-full">
					<LoaderCircle className="size-4.5 animate-spin" aria-hidden="true" />
					{livestream === 'LIVESTREAM_STARTING' ? 'Connecting…' : 'Ends…'}
				</Button>
			)}
		</Section>
	);
}

function DestinationForm(props: {
	destinations: readonly Destination[];
	onChange: (destinations: readonly Destination[]) => void;
}) {
	const { destinations, onChange: setDestinations } = props;
	const outputs = useOutputs();
	const [checked, setChecked] = useState(false);
	const start = (event: FormEvent) => {
		event.preventDefault();
		setChecked(true);
		if (destinations.some((destination) => Object.keys(flawsOf(destination)).length > 0)) return;
		void outputs.startLivestream(destinations.map(outputOf));
	};
	return (
		<form onSubmit={start} noValidate className="flex flex-col gap-3">
			{destinations.map((destination) => (
				<DestinationFields
					key={destination.id}
					destination={destination}
					flaws={checked ? flawsOf(destination) : {}}
					onChange={(changed) => setDestinations(destinations.map((each) => (each.id === changed.id ? changed : each)))}
					onRemove={
						destinations.length > 1
							? () => setDestinations(destinations.filter(({ id }) => id !== destination.id))
							: undefined
					}
				/>
			))}
			<div className="flex flex-wrap items-center justify-between gap-2.5">
				{destinations.length < MAX_DESTINATIONS ? (
					<button
						type="button"
						onClick={() =>
							setDestinations([...destinations, emptyDestination(Math.max(...destinations.map(({ id }) => id)) + 1)])
						}
						data-testid="add-destination"
						className="-ml-2 flex h-11 items-center gap-1.5 rounded-xl px-2 text-sm font-semibold text-soft transition-colors hover:bg-raised [&_svg]:size-4.5"
					>
						<Plus />
						Add another
					</button>
				) : (
					<span />
				)}
				<Button type="submit" look="primary" data-testid="start-livestream">
					Go live
				</Button>
			</div>
		</form>
	);
}
