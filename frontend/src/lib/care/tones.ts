import type { Arrangement, VisaStatus } from './api';

type Tone = 'plain' | 'tentative' | 'changed' | 'cancelled' | 'confirmed';

const TONES: Record<VisaStatus | Arrangement, Tone> = {
	not_needed: 'plain',
	requested: 'tentative',
	letter_sent: 'changed',
	applied: 'tentative',
	granted: 'confirmed',
	refused: 'cancelled',
	arranged: 'confirmed',
	impossible: 'cancelled'
};

/** How a badge shows where a visa or an access need stands; its words say it too. */
export const toneOf = (status: VisaStatus | Arrangement): Tone => TONES[status];
