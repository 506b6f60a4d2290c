import { useTranslation } from 'react-i18next';

import type { BoardColumn } from '../../api/types';
import { language } from '../../i18n';
import zh from '../../i18n/zh';
import { STAGES, useBoard } from './queries';

const OUTCOMES = new Set(['won', 'lost', 'withdrawn']);

/** How a stage is called: as the pipeline says, or as the app knows the first pipeline. */
export function useStageNames(): (code: string) => string {
  const { t } = useTranslation();
  const { data } = useBoard();
  return (code) => {
    const column = data?.find((each) => each.stage === code);
    if (column) return language() === 'en' ? column.name_en : column.name_zh;
    return code in zh.deals.stages ? t(`deals.stages.${code as keyof typeof zh.deals.stages}`) : code;
  };
}

/** The stages of open deals, in order. */
export function openStages(board: BoardColumn[] | undefined): string[] {
  const told = board?.map((column) => column.stage).filter((stage) => !OUTCOMES.has(stage));
  return told && told.length > 0 ? told : [...STAGES];
}
