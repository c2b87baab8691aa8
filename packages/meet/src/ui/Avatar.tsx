import { personColours } from '@roomcast/picture/people/colours';
import { initials } from '@roomcast/picture/people/names';
import { UserRound } from 'lucide-react';

/** A person without a picture: initials on the colour that is theirs. */
export function Avatar({ id, name, className = '' }: { id: string; name: string; className?: string }) {
	const { background, text } = personColours(id);
	const letters = initials(name);
	return (
		<span
			aria-hidden="true"
			style={{ background, color: text }}
			className={`grid place-items-center rounded-full font-semibold tracking-wide select-none ${className}`}
		>
			{letters === '' ? <UserRound className="size-1/2" /> : letters}
		</span>
	);
}
