import { ArrowRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { serverUrl } from '../url/serverUrl.ts';
import { roomPath } from './roomReference.ts';

/** Joins the call whose code or link somebody sent. */
export function JoinByCode() {
	const [entered, setEntered] = useState('');
	const [unreadable, setUnreadable] = useState(false);

	const join = (event: FormEvent) => {
		event.preventDefault();
		const path = roomPath(entered);
		if (path === undefined) setUnreadable(true);
		else window.location.assign(new URL(path, serverUrl()));
	};

	return (
		<form onSubmit={join} className="w-full text-left">
			<div className="flex items-end gap-2">
				<TextField
					className="grow"
					label="Room code or link"
					placeholder="abcd-efgh-ijkl"
					value={entered}
					aria-invalid={unreadable}
					data-testid="room-field"
					onChange={(event) => {
						setEntered(event.target.value);
						setUnreadable(false);
					}}
				/>
				<Button type="submit" aria-label="Join" className="h-12! w-14 px-0!" disabled={entered.trim() === ''}>
					<ArrowRight className="size-5" />
				</Button>
			</div>
			<p role="alert" className="mt-2 min-h-5 text-sm text-danger-ink">
				{unreadable && 'That is not a room code or link. A code looks like abcd-efgh-ijkl.'}
			</p>
		</form>
	);
}
