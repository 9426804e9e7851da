import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type {
	ActionRating,
	Cohort,
	Evidence,
	Period,
	PeriodFields,
	PlanReports,
	Rating,
	Report,
	Saved
} from './types';
import type { EntryDraft } from './draft';

const OWN = '/api/v1/me/action-plans/{plan_id}/reports';
const OFFICE = '/api/v1/editions/{edition}/action-plans/{plan_id}/reports';
const PERIODS = '/api/v1/editions/{edition}/report-periods';
const PERIOD = `${PERIODS}/{period_id}` as const;

export const listOwnReports = (plan_id: string): Promise<PlanReports> =>
	body(api.GET(OWN, { params: { path: { plan_id } } }));

/** What can be done with one's own report of a period. */
export function ofReport(plan_id: string, period_id: string) {
	const path = { plan_id, period_id };
	return {
		read: (): Promise<Report> => body(api.GET(`${OWN}/{period_id}`, { params: { path } })),
		open: (headers: HeadersInit): Promise<Report> =>
			body(api.POST(`${OWN}/{period_id}/open`, { params: { path }, headers })),
		save: (action_id: string, draft: EntryDraft, version: number): Promise<Saved> =>
			body(
				api.PUT(`${OWN}/{period_id}/actions/{action_id}`, {
					params: { path: { ...path, action_id } },
					headers: ifMatch(version),
					body: draft
				})
			),
		show: (
			action_id: string,
			evidence: { title?: string; url?: string; file_id?: string },
			headers: HeadersInit
		): Promise<Evidence> =>
			body(
				api.POST(`${OWN}/{period_id}/actions/{action_id}/evidence`, {
					params: { path: { ...path, action_id } },
					headers,
					body: evidence
				})
			),
		withdraw: async (action_id: string, evidence_id: string): Promise<void> =>
			void (await api.DELETE(`${OWN}/{period_id}/actions/{action_id}/evidence/{evidence_id}`, {
				params: { path: { ...path, action_id, evidence_id } }
			})),
		complete: (version: number, headers: HeadersInit): Promise<Report> =>
			body(
				api.POST(`${OWN}/{period_id}/complete`, {
					params: { path },
					headers: { ...headers, ...ifMatch(version) }
				})
			)
	};
}

export type ReportApi = ReturnType<typeof ofReport>;

export const readCohort = (edition: string, period_id?: string): Promise<Cohort> =>
	body(api.GET('/api/v1/editions/{edition}/cohort', { params: { path: { edition }, query: { period_id } } }));

export const readReport = (edition: string, plan_id: string, period_id: string): Promise<Report> =>
	body(api.GET(`${OFFICE}/{period_id}`, { params: { path: { edition, plan_id, period_id } } }));

export const rate = (
	edition: string,
	report: Report,
	action_id: string,
	given: { rating: Rating; comment: string },
	version: number
): Promise<ActionRating> =>
	body(
		api.PUT(`${OFFICE}/{period_id}/ratings/{action_id}`, {
			params: { path: { edition, plan_id: report.plan_id, period_id: report.period.id, action_id } },
			headers: ifMatch(version),
			body: given
		})
	);

export const createPeriod = (edition: string, fields: PeriodFields, headers: HeadersInit): Promise<Period> =>
	body(api.POST(PERIODS, { params: { path: { edition } }, headers, body: fields }));

export const updatePeriod = (edition: string, period: Period, fields: PeriodFields): Promise<Period> =>
	body(
		api.PATCH(PERIOD, {
			params: { path: { edition, period_id: period.id } },
			headers: ifMatch(period.version),
			body: fields
		})
	);

export const deletePeriod = async (edition: string, period: Period): Promise<void> =>
	void (await api.DELETE(PERIOD, {
		params: { path: { edition, period_id: period.id } },
		headers: ifMatch(period.version)
	}));

export const remind = (
	edition: string,
	period: Period,
	plan_ids: string[],
	headers: HeadersInit
): Promise<{ reminded: number; already: number }> =>
	body(
		api.POST(`${PERIOD}/remind`, {
			params: { path: { edition, period_id: period.id } },
			headers,
			body: { plan_ids }
		})
	);
