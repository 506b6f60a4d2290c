/** Forms over a screen, loaded when the first one opens. */
import { lazy } from 'react';

export const FollowUpSheet = lazy(() => import('../screens/leads/FollowUpSheet').then((module) => ({ default: module.FollowUpSheet })));
export const ConvertSheet = lazy(() => import('../screens/leads/ConvertSheet').then((module) => ({ default: module.ConvertSheet })));
export const EditSheet = lazy(() => import('../screens/leads/EditSheet').then((module) => ({ default: module.EditSheet })));
export const ReasonSheet = lazy(() => import('./ReasonSheet').then((module) => ({ default: module.ReasonSheet })));
