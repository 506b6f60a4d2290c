/** What the screens ask about scoring. */
import { content, leads, seen } from '../../api/client';
import type { LeadStatus, ModelVersion, ScoringRun } from '../../api/types';
import { useAsk } from '../../offline/answers';

/** ms between two looks at something that is on its way. */
export const SOON = 800;

export function useVersions() {
  return useAsk(['leads-scoring', 'versions'], () => content(leads.GET('/api/leads/v1/scoring-model/versions')));
}

/** The version in force of all that there are. */
export function inForce(versions: readonly ModelVersion[]): ModelVersion | undefined {
  return versions.find((each) => each.in_force);
}

export function useThresholds() {
  return useAsk(['leads-scoring', 'thresholds'], () => content(leads.GET('/api/leads/v1/scoring/thresholds')));
}

export function useRuns() {
  return useAsk(['leads-scoring', 'runs'], () => content(leads.GET('/api/leads/v1/scoring/runs', { params: { query: { limit: 20, ...seen('leads') } } })), { every: 5_000 });
}

export const running = (run: ScoringRun | undefined): boolean => run?.status === 'running';

export function useRun(id: string, every: number | false) {
  return useAsk(['leads-scoring', 'run', id], () => content(leads.GET('/api/leads/v1/scoring/runs/{run_id}', { params: { path: { run_id: id }, query: seen('leads') } })), { every, arriving: true });
}

export function useRunResult(id: string, every: number | false) {
  return useAsk(['leads-scoring', 'result', id], () => content(leads.GET('/api/leads/v1/scoring/runs/{run_id}/result', { params: { path: { run_id: id } } })), { every });
}

export function useMoves(id: string, enabled: boolean) {
  return useAsk(
    ['leads-scoring', 'moves', id],
    () => content(leads.GET('/api/leads/v1/scoring/runs/{run_id}/moves', { params: { path: { run_id: id }, query: { limit: 200, ...seen('leads') } } })).then((items) => ({ items })),
    { enabled },
  );
}

export function useLearnedModels(every: number | false) {
  return useAsk(['leads-scoring', 'learned'], () => content(leads.GET('/api/leads/v1/learned-models', { params: { query: { limit: 20, ...seen('leads') } } })), { every });
}

export function useLearnedModel(id: string) {
  return useAsk(['leads-scoring', 'learned', id], () => content(leads.GET('/api/leads/v1/learned-models/{model_id}', { params: { path: { model_id: id }, query: seen('leads') } })));
}

export function useOverridden(status: LeadStatus | '') {
  return useAsk(['leads', 'overridden', status], () => content(leads.GET('/api/leads/v1/leads/overridden', { params: { query: { limit: 100, ...(status ? { status } : {}), ...seen('leads') } } })), { keep: true });
}

export function useAccuracy() {
  return useAsk(['leads', 'override-accuracy'], () => content(leads.GET('/api/leads/v1/leads/overridden/accuracy', { params: { query: seen('leads') } })));
}

