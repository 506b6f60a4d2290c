/** Forms over a screen, loaded when the first one opens. */
import { lazy } from 'react';

export const FollowUpSheet = lazy(() => import('../screens/leads/FollowUpSheet').then((module) => ({ default: module.FollowUpSheet })));
export const ConvertSheet = lazy(() => import('../screens/leads/ConvertSheet').then((module) => ({ default: module.ConvertSheet })));
export const EditSheet = lazy(() => import('../screens/leads/EditSheet').then((module) => ({ default: module.EditSheet })));
export const ReasonSheet = lazy(() => import('./ReasonSheet').then((module) => ({ default: module.ReasonSheet })));
export const PlanSheet = lazy(() => import('../screens/visits/PlanSheet').then((module) => ({ default: module.PlanSheet })));
export const CheckInSheet = lazy(() => import('../screens/visits/CheckInSheet').then((module) => ({ default: module.CheckInSheet })));
export const CheckOutSheet = lazy(() => import('../screens/visits/CheckOutSheet').then((module) => ({ default: module.CheckOutSheet })));
export const ActivitySheet = lazy(() => import('../screens/deals/ActivitySheet').then((module) => ({ default: module.ActivitySheet })));
export const ReviseSheet = lazy(() => import('../screens/deals/ReviseSheet').then((module) => ({ default: module.ReviseSheet })));
export const ReassignSheet = lazy(() => import('../screens/deals/ReassignSheet').then((module) => ({ default: module.ReassignSheet })));
export const NextStepSheet = lazy(() => import('../screens/deals/NextStepSheet').then((module) => ({ default: module.NextStepSheet })));
