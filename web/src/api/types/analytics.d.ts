export interface paths {
    "/api/analytics/v1/audit/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit
         * @description Whether every event of every aggregate came: versions are contiguous, so what is missing shows.
         */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/commands/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Command
         * @description What became of a command that the caller gave: whether it arrived, and the version to go on from.
         */
        get: operations["get_command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Funnel
         * @description By stage, and by period when asked: who entered, went on (95 % interval), is there, and how long it takes.
         */
        get: operations["funnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/funnel/{stage}/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Behind Figure
         * @description The opportunities that a figure counts, with the ids of the events behind it; sort by entered_at or amount.
         */
        get: operations["behind_figure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/leads/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lead Analysis
         * @description What became of the leads registered on these days, per group and cohort: rate, time and path.
         *
         *     Open leads are censored, not ignored; a median that is not reached is none.
         */
        get: operations["lead_analysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/leads/analysis/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Behind Lead Figure
         * @description The leads that a figure counts, with the ids of the events behind it; sort by registered_at, closed_at or score.
         */
        get: operations["behind_lead_figure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/leads/follow-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Up Analysis
         * @description What contacts with leads led to, by method, owner, author or attempt, and whether that is evidence of anything.
         *
         *     Each group is held against like contacts of the others, for all groups together; most often there is no evidence.
         */
        get: operations["follow_up_analysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/leads/follow-ups/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Behind Follow Up Figure
         * @description The contacts that a figure counts, with the ids of the events behind it; sort by occurred_at.
         */
        get: operations["behind_follow_up_figure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/leads/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Leads Summary
         * @description The leads registered on these days by source and grade, and how many were converted (95 % interval).
         */
        get: operations["leads_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/operations/facts/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild Facts
         * @description Build the facts from the contracts beside the present ones, then swap; reads and consumption go on.
         */
        post: operations["rebuild_facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/operations/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Parked
         * @description Aggregates whose events wait because one of them could not be taken, oldest first.
         */
        get: operations["list_parked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/operations/parked/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Parked
         * @description Try an aggregate's parked events again, in order; the consumer takes them within a second.
         */
        post: operations["replay_parked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/operations/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Positions
         * @description The log's newest position and how far each reader has come.
         */
        get: operations["get_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/operations/views/{view}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild View
         * @description Build a view from the log beside the present one, then swap; reads go on meanwhile.
         */
        post: operations["rebuild_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/v1/orders/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders Summary
         * @description The orders placed on these days by status and currency, and how much of them is invoiced.
         */
        get: operations["orders_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description The process answers.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description The process can serve: everything it needs answers.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Audit
         * @description Whether every event of every aggregate came.
         */
        Audit: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * Complete
             * @description Nothing is missing and nothing is parked.
             */
            complete: boolean;
            /** Contracts */
            contracts: number;
            /**
             * Missing
             * @description At most 1000 of them.
             */
            missing: components["schemas"]["MissingVersions"][];
            /**
             * Parked
             * @description Events set aside now: the poison, and those waiting behind it.
             */
            parked: number;
            /** Unknown Types */
            unknown_types: components["schemas"]["UnknownType"][];
        };
        /**
         * CommandView
         * @description What became of a command of the caller: the aggregate that it changed, with the version that came of it.
         */
        CommandView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /** Position */
            position: number;
            /** Version */
            version: number;
        };
        /**
         * Comparison
         * @description A group against like cases of the others.
         */
        Comparison: {
            /**
             * Compared
             * @description How many cases of the group have like cases among the others.
             */
            compared: number;
            /**
             * Difference
             * @description Of the shares, among like cases (0.05: five points more); null where there are none alike.
             */
            difference: number | null;
            evidence: components["schemas"]["Evidence"];
            /**
             * High
             * @description Upper end of it.
             */
            high: number | null;
            /**
             * Low
             * @description Lower end of its 95 % interval, for this group alone.
             */
            low: number | null;
            /**
             * P Value
             * @description Chance of such a difference where there is none, adjusted for all comparisons of the table; null where there are too few cases to ask.
             */
            p_value: number | null;
            /** Text En */
            text_en: string;
            /** Text Zh */
            text_zh: string;
        };
        /**
         * ContactMember
         * @description A contact behind a figure, and the events that tell of it.
         */
        ContactMember: {
            /** Attempt */
            attempt: number;
            /** Author Id */
            author_id: string;
            /** Converted */
            converted: boolean;
            /**
             * Event Ids
             * @description Of its record and newest correction, and of the conversion it led to.
             */
            event_ids: string[];
            /**
             * Id
             * Format: uuid
             * @description Of the follow-up.
             */
            id: string;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            /** Lead Name */
            lead_name: string | null;
            /** Method */
            method: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Owner Id
             * @description Whose lead it was then.
             */
            owner_id: string | null;
            /** Progressed */
            progressed: boolean;
            /** Replied */
            replied: boolean;
            /** Result */
            result: string;
        };
        /**
         * ContactMembers
         * @description A page of the contacts behind a figure; `total` is the figure.
         */
        ContactMembers: {
            /** Items */
            items: components["schemas"]["ContactMember"][];
            /** Next */
            next?: string | null;
            /** Total */
            total: number;
        };
        /**
         * EventsReplayed
         * @description How many events were blocked and are now tried again.
         */
        EventsReplayed: {
            /** Unblocked */
            unblocked: number;
        };
        /**
         * Evidence
         * @description What the numbers allow to say: `none` is no proof that there is no difference.
         * @enum {string}
         */
        Evidence: "higher" | "lower" | "none";
        /**
         * FieldProblem
         * @description One member of the request that is at fault: `pointer` into the body, or a `parameter` and where it was.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * In
             * @default null
             */
            in?: ("query" | "path" | "header" | "cookie") | null;
            /**
             * Parameter
             * @default null
             */
            parameter?: string | null;
            /**
             * Pointer
             * @default null
             */
            pointer?: string | null;
        };
        /**
         * FollowUpAnalysis
         * @description The analysis of follow-ups as they were known at `as_of`; `definition` names what its figures mean.
         */
        FollowUpAnalysis: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * By
             * @enum {string}
             */
            by: "method" | "owner" | "author" | "attempt";
            /** Definition */
            definition: string;
            /**
             * Groups
             * @description By key; only those that have any contacts.
             */
            groups: components["schemas"]["FollowUpFigures"][];
            /**
             * Level
             * @description Chance of a single false claim in the whole table, below which evidence is claimed.
             */
            level: number;
            /**
             * Time Zone
             * @description Where days begin.
             */
            time_zone: string;
        };
        /**
         * FollowUpFigures
         * @description The figures of one group of contacts, as the definition says.
         */
        FollowUpFigures: {
            /** Contacts */
            contacts: number;
            /**
             * Converted
             * @description Contacts that led to conversion.
             */
            converted: number;
            /**
             * First Contacts
             * @description Contacts that were the first after an assignment.
             */
            first_contacts: number;
            /**
             * Key
             * @description Null: it is not known. Asked for as an empty `key`.
             */
            key: string | null;
            /**
             * Median Response Minutes
             * @description Of these; null of none.
             */
            median_response_minutes: number | null;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /** Pending */
            pending: number;
            progress_comparison: components["schemas"]["Comparison"];
            /** @description progressed of contacts. */
            progress_rate: components["schemas"]["Rate"] | null;
            /** Progressed */
            progressed: number;
            /** Replied */
            replied: number;
            reply_comparison: components["schemas"]["Comparison"];
            /** @description replied of contacts. */
            reply_rate: components["schemas"]["Rate"] | null;
        };
        /**
         * Funnel
         * @description The funnel as it was known at `as_of`; `definition` names what its figures mean.
         */
        Funnel: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * Bottleneck
             * @description The stage after which most are lost: that of the lowest conversion; null while all rest on few cases.
             */
            bottleneck: string | null;
            /**
             * Cohort
             * @enum {string}
             */
            cohort: "entered" | "opened";
            /** Definition */
            definition: string;
            /** Period */
            period: ("day" | "week" | "month" | "year") | null;
            /**
             * Periods
             * @description The same per period, oldest first; only those that have any.
             */
            periods: components["schemas"]["PeriodFigures"][];
            /** Stages */
            stages: components["schemas"]["StageFigures"][];
            /**
             * Time Zone
             * @description Where days, weeks and months begin.
             */
            time_zone: string;
        };
        /**
         * FunnelMember
         * @description An opportunity behind a figure, and the events that made it count.
         */
        FunnelMember: {
            /**
             * Amount
             * @description As at the entry.
             */
            amount: string;
            /** Amount Now */
            amount_now: string;
            /** Currency */
            currency: string;
            /** Currency Now */
            currency_now: string;
            /** Customer Id */
            customer_id: string | null;
            /** Customer Name */
            customer_name: string | null;
            /**
             * Entered At
             * Format: date-time
             */
            entered_at: string;
            /** Event Ids */
            event_ids: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Owner Id */
            owner_id: string | null;
            /** Stage Now */
            stage_now: string;
            /** Title */
            title: string | null;
        };
        /**
         * FunnelMembers
         * @description A page of the opportunities behind a figure; `total` is the figure.
         */
        FunnelMembers: {
            /** Items */
            items: components["schemas"]["FunnelMember"][];
            /** Next */
            next?: string | null;
            /** Total */
            total: number;
        };
        /**
         * Health
         * @description How the process is.
         */
        Health: {
            /**
             * Checks
             * @default {}
             */
            checks?: {
                [key: string]: boolean;
            };
            /** Status */
            status: string;
        };
        /**
         * LeadAnalysis
         * @description The analysis of leads as they were known at `as_of`; `definition` names what its figures mean.
         */
        LeadAnalysis: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * Attribution
             * @enum {string}
             */
            attribution: "recorded" | "first" | "last";
            /**
             * By
             * @enum {string}
             */
            by: "nothing" | "source" | "campaign" | "channel" | "grade" | "score_band" | "owner" | "team" | "region" | "path" | "touches" | "follow_ups";
            /** Definition */
            definition: string;
            /**
             * Groups
             * @description By key; only those that have any leads.
             */
            groups: components["schemas"]["LeadFigures"][];
            /** Period */
            period: ("day" | "week" | "month" | "year") | null;
            /**
             * Periods
             * @description The same per period of registration, oldest first.
             */
            periods: components["schemas"]["LeadPeriod"][];
            /**
             * Score At
             * @enum {string}
             */
            score_at: "assignment" | "now";
            /**
             * Time Zone
             * @description Where days, weeks and months begin.
             */
            time_zone: string;
        };
        /**
         * LeadFigures
         * @description The figures of one group of leads, as the definition says.
         */
        LeadFigures: {
            /**
             * Average Score
             * @description Of those that have a score; null of none.
             */
            average_score: number | null;
            /** @description contacted of leads; null of none. */
            contact_rate: components["schemas"]["Rate"] | null;
            /** Contacted */
            contacted: number;
            /** @description converted of leads, so far; null of none. */
            conversion: components["schemas"]["Rate"] | null;
            /** Converted */
            converted: number;
            /**
             * Costs
             * @description By source and campaign: what the campaigns cost, whole, per currency, whichever leads are chosen.
             * @default []
             */
            costs?: components["schemas"]["Total"][];
            /**
             * Follow Ups
             * @description How often they were contacted, all together.
             */
            follow_ups: number;
            /**
             * Key
             * @description Null: it is not known. Asked for as an empty `key`.
             */
            key: string | null;
            /**
             * Leads
             * @description Leads of the cohort.
             */
            leads: number;
            /** Lost */
            lost: number;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Open
             * @description Neither converted nor lost: censored.
             */
            open: number;
            to_conversion: components["schemas"]["Waiting"];
            to_first_contact: components["schemas"]["Waiting"];
            /**
             * Touches
             * @description How often they came to us, all together.
             */
            touches: number;
        };
        /**
         * LeadGroup
         * @description What became of the leads of one source and grade, so far: open ones may still be converted.
         */
        LeadGroup: {
            /** @description converted of leads; null of none. */
            conversion: components["schemas"]["Rate"] | null;
            /** Converted */
            converted: number;
            /** Disqualified */
            disqualified: number;
            /** Grade */
            grade: string | null;
            /** Leads */
            leads: number;
            /** Source */
            source: string | null;
        };
        /**
         * LeadMember
         * @description A lead behind a figure, and the events that made it count.
         */
        LeadMember: {
            /** Campaign */
            campaign: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Company */
            company: string | null;
            /**
             * Contacted At
             * @description When it was first contacted.
             */
            contacted_at: string | null;
            /**
             * Event Ids
             * @description Of its registration, and of what the figure counts: first contact, conversion, touches …
             */
            event_ids: string[];
            /** Follow Ups */
            follow_ups: number;
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Opportunity Id */
            opportunity_id: string | null;
            /** Owner Id */
            owner_id: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Score
             * @description At the time asked for by score_at, as is the grade.
             */
            score: number | null;
            /**
             * Source
             * @description By the attribution asked for, as is the campaign.
             */
            source: string | null;
            /**
             * Status
             * @description open, converted or disqualified.
             */
            status: string;
            /** Touches */
            touches: number;
        };
        /**
         * LeadMembers
         * @description A page of the leads behind a figure; `total` is the figure.
         */
        LeadMembers: {
            /** Items */
            items: components["schemas"]["LeadMember"][];
            /** Next */
            next?: string | null;
            /** Total */
            total: number;
        };
        /**
         * LeadPeriod
         * @description The groups of one period's cohort.
         */
        LeadPeriod: {
            /**
             * Begins
             * Format: date
             */
            begins: string;
            /** Groups */
            groups: components["schemas"]["LeadFigures"][];
        };
        /**
         * MissingVersions
         * @description Versions of an aggregate that never came, although later ones did.
         */
        MissingVersions: {
            /**
             * Aggregate Id
             * Format: uuid
             */
            aggregate_id: string;
            /** Missing From */
            missing_from: number;
            /** Missing To */
            missing_to: number;
            /** Source */
            source: string;
        };
        /**
         * OrderGroup
         * @description The orders in one status and currency.
         */
        OrderGroup: {
            amount: components["schemas"]["Total"];
            invoiced: components["schemas"]["Total"];
            /** Orders */
            orders: number;
            /** Status */
            status: string;
        };
        /**
         * ParkedAggregate
         * @description Events of one aggregate that a consumer could not take.
         */
        ParkedAggregate: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Error */
            error: string | null;
            /** Events */
            events: number;
            /** First Position */
            first_position: number;
            /**
             * Parked At
             * Format: date-time
             */
            parked_at: string;
            /** Source */
            source: string;
        };
        /**
         * PeriodFigures
         * @description The funnel of one period's cohort.
         */
        PeriodFigures: {
            /**
             * Begins
             * Format: date
             */
            begins: string;
            /** Stages */
            stages: components["schemas"]["StageFigures"][];
        };
        /**
         * Position
         * @description How far one reader has come.
         */
        Position: {
            /** Name */
            name: string;
            /** Position */
            position: number;
        };
        /**
         * Positions
         * @description The newest position of the log, and where its readers are.
         */
        Positions: {
            /** Log */
            log: number;
            /** Readers */
            readers: components["schemas"]["Position"][];
        };
        /**
         * Problem
         * @description Problem details (RFC 9457).
         */
        Problem: {
            /** Code */
            code: string;
            /**
             * Detail
             * @default null
             */
            detail?: string | null;
            /**
             * Errors
             * @default null
             */
            errors?: components["schemas"]["FieldProblem"][] | null;
            /** Instance */
            instance: string;
            /**
             * Params
             * @default null
             */
            params?: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * Rate
         * @description A share with its Wilson 95 % interval; `few` warns that it rests on too few cases to be compared with others.
         */
        Rate: {
            /** Few */
            few: boolean;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Rate */
            rate: number;
        };
        /**
         * Rebuilt
         * @description From how many contracts the facts were built anew.
         */
        Rebuilt: {
            /** Contracts */
            contracts: number;
        };
        /**
         * ReplayParkedEvents
         * @description Which parked aggregate to try again.
         */
        ReplayParkedEvents: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Source */
            source: string;
        };
        /**
         * Share
         * @description How many it happened to within so many days, with the 95 % interval.
         */
        Share: {
            /** Days */
            days: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Share */
            share: number;
        };
        /**
         * StageFigures
         * @description The figures of one stage, as the definition says.
         */
        StageFigures: {
            /**
             * Amounts
             * @description The amounts of those as they are, per currency.
             */
            amounts: components["schemas"]["Total"][];
            /** Code */
            code: string;
            /** @description went_on of entered; null of nobody, and at the end. */
            conversion: components["schemas"]["Rate"] | null;
            /**
             * Current
             * @description Of them, how many are in the stage.
             */
            current: number;
            /**
             * Entered
             * @description Opportunities of the cohort.
             */
            entered: number;
            /**
             * Entered Amounts
             * @description Their amounts when they entered, per currency.
             */
            entered_amounts: components["schemas"]["Total"][];
            /**
             * Lost
             * @description Of them, how many are lost.
             */
            lost: number;
            /**
             * Median Seconds
             * @description Median time of a visit; null while too few have ended.
             */
            median_seconds: number | null;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Visits
             * @description How often they entered it, returns included.
             */
            visits: number;
            /**
             * Went On
             * @description Of them, how many afterwards entered a later stage or were won.
             */
            went_on: number;
            /** @description won of entered; null of nobody, and at the end. */
            win_rate: components["schemas"]["Rate"] | null;
            /**
             * Won
             * @description Of them, how many are won.
             */
            won: number;
        };
        /**
         * Total
         * @description A sum of amounts in one currency; may have more digits than a single amount.
         */
        Total: {
            /** Amount */
            amount: string;
            /** Currency */
            currency: string;
        };
        /**
         * UnknownType
         * @description Contracts that are kept but counted in nothing, because this release does not know them.
         */
        UnknownType: {
            /** Contracts */
            contracts: number;
            /** First Position */
            first_position: number;
            /** Last Position */
            last_position: number;
            /** Type */
            type: string;
        };
        /**
         * ViewRebuilt
         * @description Up to which log position a view was built anew.
         */
        ViewRebuilt: {
            /** Position */
            position: number;
            /** View */
            view: string;
        };
        /**
         * Waiting
         * @description How long it takes until something happens to leads, those included to which it has not happened yet.
         */
        Waiting: {
            /**
             * Median Seconds
             * @description Null while not reached.
             */
            median_seconds: number | null;
            /**
             * Reached
             * @description Whether it happened to half of them, so that there is a median.
             */
            reached: boolean;
            /**
             * Within
             * @description The share within so many days; only for as many days as somebody was followed.
             */
            within: components["schemas"]["Share"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    get_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its `Idempotency-Key`. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandView"];
                };
            };
        };
    };
    funnel: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                /** @description Also per period; weeks are ISO weeks. What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                period?: ("day" | "week" | "month" | "year") | null;
                cohort?: "entered" | "opened";
                customer?: string | null;
                product?: string | null;
                /** @description Of the lead that it came from. */
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funnel"];
                };
            };
        };
    };
    behind_figure: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                /** @description Also per period; weeks are ISO weeks. What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                period?: ("day" | "week" | "month" | "year") | null;
                cohort?: "entered" | "opened";
                customer?: string | null;
                product?: string | null;
                /** @description Of the lead that it came from. */
                source?: string | null;
                figure?: "entered" | "went_on" | "current" | "won" | "lost";
                /** @description With `period`: the period whose cohort is meant. */
                begins?: string | null;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path: {
                stage: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelMembers"];
                };
            };
        };
    };
    lead_analysis: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                by?: "nothing" | "source" | "campaign" | "channel" | "grade" | "score_band" | "owner" | "team" | "region" | "path" | "touches" | "follow_ups";
                /** @description Also per period of registration; weeks are ISO weeks. What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                period?: ("day" | "week" | "month" | "year") | null;
                /** @description Whether source and campaign are those the lead is known by, or those of its first or last touch. */
                attribution?: "recorded" | "first" | "last";
                /** @description Whether scores are those at the first assignment, or the newest. */
                score_at?: "assignment" | "now";
                source?: string | null;
                campaign?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadAnalysis"];
                };
            };
        };
    };
    behind_lead_figure: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                by?: "nothing" | "source" | "campaign" | "channel" | "grade" | "score_band" | "owner" | "team" | "region" | "path" | "touches" | "follow_ups";
                /** @description Also per period of registration; weeks are ISO weeks. What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                period?: ("day" | "week" | "month" | "year") | null;
                /** @description Whether source and campaign are those the lead is known by, or those of its first or last touch. */
                attribution?: "recorded" | "first" | "last";
                /** @description Whether scores are those at the first assignment, or the newest. */
                score_at?: "assignment" | "now";
                source?: string | null;
                campaign?: string | null;
                figure?: "leads" | "contacted" | "converted" | "lost" | "open" | "touches" | "follow_ups";
                /** @description Of the group that is meant; empty for what is not known, absent for all groups. */
                key?: string | null;
                /** @description With `period`: the period whose cohort is meant. */
                begins?: string | null;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadMembers"];
                };
            };
        };
    };
    follow_up_analysis: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                /** @description What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                by?: "method" | "owner" | "author" | "attempt";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpAnalysis"];
                };
            };
        };
    };
    behind_follow_up_figure: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                /** @description What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`). */
                by?: "method" | "owner" | "author" | "attempt";
                figure?: "contacts" | "replied" | "progressed" | "converted" | "pending";
                /** @description Of the group that is meant; empty for what is not known, absent for all groups. */
                key?: string | null;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactMembers"];
                };
            };
        };
    };
    leads_summary: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
                by?: "source_and_grade" | "source" | "grade" | "nothing";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadGroup"][];
                };
            };
        };
    };
    rebuild_facts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rebuilt"];
                };
            };
        };
    };
    list_parked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedAggregate"][];
                };
            };
        };
    };
    replay_parked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayParkedEvents"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsReplayed"];
                };
            };
        };
    };
    get_positions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Positions"];
                };
            };
        };
    };
    rebuild_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a view of this service. */
                view: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRebuilt"];
                };
            };
        };
    };
    orders_summary: {
        parameters: {
            query?: {
                /** @description Answer as it was known then; with time zone, not in the future. */
                as_of?: string | null;
                /** @description `<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s. */
                min_position?: string[];
                /** @description First day. */
                from?: string | null;
                /** @description Last day. */
                to?: string | null;
                owner?: string | null;
                team?: string | null;
                region?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderGroup"][];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
}
