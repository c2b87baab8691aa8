import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { TextField } from '../ui/TextField.tsx';
import type { Destination, Flaws } from './Destination.ts';
import { SERVICES } from './Destination.ts';

/** One server to type in. */
export function DestinationFields(props: {
	destination: Destination;
	flaws: Flaws;
	onChange: (destination: Destination) => void;
	/** Missing for the only one. */
	onRemove: (() => void) | undefined;
}) {
	const { destination, flaws, onChange, onRemove } = props;
	const name = useId();
	return (
		<fieldset data-testid="destination" className="flex flex-col gap-3 border-b border-line pb-4 last-of-type:border-0">
			<legend className="sr-only">Destination</legend>
			<div className="flex items-center gap-2">
				<div className="flex min-w-0 grow gap-1 rounded-xl bg-raised p-1">
					{SERVICES.map(({ id, label }) => (
						<label
							key={id}
							className="min-w-0 grow cursor-pointer rounded-lg px-1 py-2 text-center text-sm font-medium text-soft has-checked:bg-surface has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-ring"
						>
							<input
								type="radio"
								name={name}
								value={id}
								checked={destination.service === id}
								onChange={() => onChange({ ...destination, service: id })}
								className="sr-only"
							/>
							<span className="block truncate">{label}</span>
						</label>
					))}
				</div>
				{onRemove !== undefined && (
					<button
						type="button"
						aria-label="Remove this destination"
						onClick={onRemove}
						className="grid size-10 shrink-0 place-items-center rounded-xl text-soft transition-colors hover:bg-raised [&_svg]:size-4.5"
					>
						<Trash2 />
					</button>
				)}
			</div>
			{destination.service === 'other' && (
				<Field
					label="Address of the server"
					placeholder="rtmp://live.example.com/app"
					inputMode="url"
					value={destination.url}
					flaw={flaws.url}
					onChange={(url) => onChange({ ...destination, url })}
				/>
			)}
			<Field
				label="Stream key"
				type="password"
				value={destination.streamKey}
				flaw={flaws.streamKey}
				onChange={(streamKey) => onChange({ ...destination, streamKey })}
			/>
		</fieldset>
	);
}

function Field(props: {
	label: string;
	value: string;
	flaw: string | undefined;
	onChange: (value: string) => void;
	type?: 'text' | 'password';
	placeholder?: string;
	inputMode?: 'url';
}) {
	const { flaw, onChange, ...rest } = props;
	const id = useId();
	return (
		<div>
			<TextField
				{...rest}
				autoComplete="off"
				onChange={(event) => onChange(event.target.value)}
				aria-invalid={flaw !== undefined}
				aria-describedby={flaw === undefined ? undefined : id}
			/>
			{flaw !== undefined && (
				<p id={id} className="mt-1.5 text-sm text-danger-ink">
					{flaw}
				</p>
			)}
		</div>
	);
}
