export interface paths {
    "/api/opportunities/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Activities
         * @description Activities about opportunities in the caller's scope; sort by occurred_at or recorded_at.
         */
        get: operations["list_activities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/activities/{activity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Activity
         * @description One activity.
         */
        get: operations["get_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/activities/{activity_id}/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Activity File
         * @description A file of an activity, always to be saved and never to be shown as a page.
         */
        get: operations["download_activity_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Changes
         * @description What the caller may see and what has changed of it, with tombstones for what is not theirs any more.
         *
         *     Without a cursor: what changed within 90 days, in pages, beginning with `reset`. Every change comes at least once.
         */
        get: operations["read_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/changes/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Changes
         * @description The same as server-sent events with kind, id and version, without the rows; without a cursor: from now on.
         *
         *     `id` is a cursor for `/changes` as well. `reset`: the cursor does not fit any more, ask there without one.
         */
        get: operations["stream_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/commands/{key}": {
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
    "/api/opportunities/v1/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Upload Progress
         * @description How much of a file the caller has sent: where to go on after a lost connection.
         */
        get: operations["upload_progress"];
        /**
         * Upload File
         * @description Send a file, or its next part. Sending what has come already changes nothing.
         *
         *     `Content-Type` says what it is; JPEG, PNG, WebP, PDF, DOCX, XLSX and PPTX are taken, and judged by content.
         *     Pictures are kept without the place where they were taken.
         */
        put: operations["upload_file"];
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Upload Offset
         * @description The same, in the headers `Upload-Offset` and `Upload-Length`.
         */
        head: operations["upload_offset"];
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/operations/parked": {
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
    "/api/opportunities/v1/operations/parked/replay": {
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
    "/api/opportunities/v1/operations/positions": {
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
    "/api/opportunities/v1/operations/views/{view}/rebuild": {
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
    "/api/opportunities/v1/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Opportunities
         * @description Opportunities in the caller's scope.
         *
         *     Sort by opened_at, stage_since, amount, expected_close, title, next_step_at or last_activity_at.
         */
        get: operations["list_opportunities"];
        put?: never;
        /**
         * Open Opportunity
         * @description Open an opportunity of one's own; names and prices that are left out come from master data.
         */
        post: operations["open_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Board
         * @description Number and amount of the opportunities in each stage, in the order of the pipeline, then won and lost.
         */
        get: operations["board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Opportunity
         * @description An opportunity with its lines, as it is or as it was.
         */
        get: operations["get_opportunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record Activity
         * @description Keep what was done; what had been set as next step is done with it.
         */
        post: operations["record_activity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opportunity History
         * @description Everything that happened to an opportunity, oldest first.
         */
        get: operations["opportunity_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/lose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lose Opportunity
         * @description The customer does not buy.
         */
        post: operations["lose_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move Stage
         * @description Move to the next stage, or back to an earlier one with a reason.
         */
        post: operations["move_stage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/next-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Next Step
         * @description Say what is to be done next, in place of what was said before.
         */
        put: operations["set_next_step"];
        post?: never;
        /**
         * Drop Next Step
         * @description Nothing is to be done next.
         */
        delete: operations["drop_next_step"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reassign Opportunity
         * @description Give the opportunity to another person.
         */
        post: operations["reassign_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/revise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revise Opportunity
         * @description Change title, customer, lines, amount or expected day of closing; what is left out stays.
         */
        post: operations["revise_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/win": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Win Opportunity
         * @description The customer buys; an order is placed. Only from the last stage.
         */
        post: operations["win_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/opportunities/{opportunity_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw Opportunity
         * @description It is no opportunity after all: no figure counts it, and its lead can be reopened.
         */
        post: operations["withdraw_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Visits
         * @description Visits in the caller's scope; sort by day_at (when it begins, or began), starts_at or planned_at.
         */
        get: operations["list_visits"];
        put?: never;
        /**
         * Plan Visit
         * @description Plan a visit of one's own to a lead, an opportunity's customer or a customer of master data.
         */
        post: operations["plan_visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Visit
         * @description A visit as it is, or as it was.
         */
        get: operations["get_visit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Replan Visit
         * @description Change time, place or purpose of a visit that has not begun; what is left out stays.
         */
        patch: operations["replan_visit"];
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Visit
         * @description There is no visit after all.
         */
        post: operations["cancel_visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}/check-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check In
         * @description Say that one is there: with the location of this moment, or why there is none.
         *
         *     The device's time and ours are both kept. The distance is from the planned point, or from earlier check-ins there.
         */
        post: operations["check_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}/check-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Out
         * @description Say what came of it. A visit to an opportunity becomes an activity of it at the same time.
         */
        post: operations["check_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Visit File
         * @description A file of a visit, always to be saved and never to be shown as a page.
         */
        get: operations["download_visit_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/opportunities/v1/visits/{visit_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Visit History
         * @description Everything that happened to a visit, oldest first.
         */
        get: operations["visit_history"];
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
         * ActivityItem
         * @description An activity about an opportunity: when it happened by the device's clock, and when it was recorded by ours.
         */
        ActivityItem: {
            /** Attachments */
            attachments: components["schemas"]["Attachment"][];
            /** Author Id */
            author_id: string;
            /** Author Name */
            author_name: string;
            /** Content */
            content: string;
            /** Device */
            device: string | null;
            /** Entered Late */
            entered_late: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["ActivityKind"];
            /** Minutes */
            minutes: number | null;
            next_step: components["schemas"]["NextStepItem"] | null;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Opportunity Id
             * Format: uuid
             */
            opportunity_id: string;
            /** Participants */
            participants: string[];
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            result: components["schemas"]["ActivityResult"] | null;
            /** Visit Id */
            visit_id: string | null;
        };
        /**
         * ActivityKind
         * @description What was done.
         * @enum {string}
         */
        ActivityKind: "visit" | "call" | "mail" | "meeting" | "other";
        /**
         * ActivityResult
         * @description What it did for the deal.
         * @enum {string}
         */
        ActivityResult: "advanced" | "neutral" | "objection" | "unreachable";
        /**
         * ArrivalItem
         * @description A check-in: `at` by the device's clock, `recorded_at` by ours. `distance_m` is from where they are known to be.
         */
        ArrivalItem: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Device */
            device: string | null;
            /** Distance M */
            distance_m: number | null;
            location: components["schemas"]["Location"] | null;
            /** Measured From */
            measured_from: string | null;
            /** No Location */
            no_location: ("refused" | "unavailable" | "timeout" | "unsupported") | null;
            /** Reason */
            reason: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
        };
        /**
         * AskedCustomer
         * @description Who may buy: a customer of master data by id, or somebody new by name. What is left out is filled in.
         */
        AskedCustomer: {
            /** Contact */
            contact?: string | null;
            /** Customer Id */
            customer_id?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Phone */
            phone?: string | null;
        };
        /**
         * AskedLine
         * @description So much of a product. What is left out is filled in from the product that master data has.
         */
        AskedLine: {
            /** Name */
            name?: string | null;
            /** Product Id */
            product_id: string;
            /**
             * Quantity
             * @example 2
             */
            quantity: string;
            /** Unit */
            unit?: string | null;
            unit_price?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
        };
        /**
         * AskedStep
         * @description What is to be done next.
         */
        AskedStep: {
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            kind?: components["schemas"]["ActivityKind"] | null;
            /** Text */
            text?: string | null;
        };
        /**
         * AskedSubject
         * @description Who is to be visited. A name that is left out is filled in, but for a lead, of whom this context knows nothing.
         */
        AskedSubject: {
            /**
             * Customer Id
             * @description Of a lead, where master data knows it.
             */
            customer_id?: string | null;
            /**
             * Id
             * @description Of the lead or opportunity, or the customer's in master data.
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "lead" | "opportunity" | "customer";
            /** Name */
            name?: string | null;
        };
        /**
         * AttachFile
         * @description A file that was uploaded before.
         */
        AttachFile: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
        };
        /**
         * Attachment
         * @description A file that belongs to a record, by the digest of the content that was sent. `size` is in bytes.
         */
        Attachment: {
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
            /** Uploaded By */
            uploaded_by: string;
        };
        /**
         * BoardColumn
         * @description A stage, or an outcome, with how many opportunities are in it and what they amount to.
         */
        BoardColumn: {
            /** Amounts */
            amounts: components["schemas"]["Total"][];
            /** Count */
            count: number;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /** Stage */
            stage: string;
        };
        /**
         * CancelVisit
         * @description There is no visit after all.
         */
        CancelVisit: {
            /** Reason */
            reason: string;
        };
        /**
         * Changed
         * @description The id of the opportunity that the command was about.
         */
        Changed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ChangedVisit
         * @description The id of the visit that the command was about.
         */
        ChangedVisit: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ChangesPage
         * @description Some changes, and where to go on.
         */
        ChangesPage: {
            /** Changes */
            changes: (components["schemas"]["OpportunityDetailChange"] | components["schemas"]["VisitItemChange"])[];
            /** Cursor */
            cursor: string;
            /**
             * More
             * @description There is more already: ask again at once.
             */
            more: boolean;
            /**
             * Reset
             * @description Forget everything of these kinds before the changes are taken.
             */
            reset: string[];
        };
        /**
         * CheckIn
         * @description Say that one is there: with the location of this moment, or why there is none. No other command takes one.
         */
        CheckIn: {
            /**
             * At
             * @description By the clock of the device; none: now.
             */
            at?: string | null;
            /**
             * Device
             * @description What it was recorded with.
             */
            device?: string | null;
            location?: components["schemas"]["Location"] | null;
            /** No Location */
            no_location?: ("refused" | "unavailable" | "timeout" | "unsupported") | null;
            /**
             * Reason
             * @description Why, in the person's words.
             */
            reason?: string | null;
        };
        /**
         * CheckOut
         * @description Say what came of it. Of an opportunity it becomes an activity.
         */
        CheckOut: {
            /**
             * At
             * @description By the clock of the device; none: now.
             */
            at?: string | null;
            /**
             * Attachments
             * @default []
             */
            attachments?: components["schemas"]["AttachFile"][];
            /**
             * Content
             * @default
             */
            content?: string;
            /**
             * Device
             * @description What it was recorded with.
             */
            device?: string | null;
            next_step?: components["schemas"]["AskedStep"] | null;
            /**
             * Participants
             * @default []
             */
            participants?: string[];
            result?: components["schemas"]["ActivityResult"] | null;
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
         * EventsReplayed
         * @description How many events were blocked and are now tried again.
         */
        EventsReplayed: {
            /** Unblocked */
            unblocked: number;
        };
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
         * HistoryEntry
         * @description One event in the life of an aggregate.
         */
        HistoryEntry: {
            /** Actor */
            actor: string;
            /**
             * Aggregate Id
             * Format: uuid
             */
            aggregate_id: string;
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Event */
            event: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Version */
            version: number;
        };
        /**
         * LineItem
         * @description One line with what it costs.
         */
        LineItem: {
            amount: components["schemas"]["Money"];
            /** Name */
            name: string;
            /** Product Id */
            product_id: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            unit_price: components["schemas"]["Money"];
        };
        /**
         * Location
         * @description Where a device says that it is, give or take `accuracy_m` meters.
         */
        Location: {
            /** Accuracy M */
            accuracy_m: number;
            /** Latitude */
            latitude: number;
            /** Longitude */
            longitude: number;
        };
        /**
         * LoseOpportunity
         * @description The customer does not buy.
         */
        LoseOpportunity: {
            /** Reason */
            reason: string;
        };
        /**
         * Money
         * @description An exact amount in one currency, with at most 4 decimals and always at least those its currency has.
         */
        Money: {
            /**
             * Amount
             * @example 1200.50
             */
            amount: string;
            /**
             * Currency
             * @description ISO 4217
             * @example CNY
             */
            currency: string;
        };
        /**
         * MoveStage
         * @description Move to the next stage, or back to an earlier one for a reason.
         */
        MoveStage: {
            /** Reason */
            reason?: string | null;
            /** To Stage */
            to_stage: string;
        };
        /**
         * NextStepItem
         * @description What is to be done next about an opportunity.
         */
        NextStepItem: {
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            kind: components["schemas"]["ActivityKind"] | null;
            /** Text */
            text: string | null;
        };
        /**
         * OpenOpportunity
         * @description Open an opportunity that belongs to the caller. The client may choose the id.
         */
        OpenOpportunity: {
            /** @description The sum of the lines, where there are lines. */
            amount?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            customer: components["schemas"]["AskedCustomer"];
            /** Expected Close */
            expected_close?: string | null;
            /** Id */
            id?: string | null;
            /**
             * Lines
             * @default []
             */
            lines?: components["schemas"]["AskedLine"][];
            /** Source */
            source?: string | null;
            /** Title */
            title: string;
        };
        /**
         * OpportunityDetail
         * @description An opportunity with everything that is known of it.
         */
        OpportunityDetail: {
            /** Activities */
            activities: number;
            amount: components["schemas"]["Money"];
            /** Closed At */
            closed_at: string | null;
            /** Contact */
            contact: string | null;
            /** Customer */
            customer: string;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Email */
            email: string | null;
            /** Expected Close */
            expected_close: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Activity At */
            last_activity_at: string | null;
            /** Lead Id */
            lead_id: string | null;
            /** Lines */
            lines: components["schemas"]["LineItem"][];
            next_step: components["schemas"]["NextStepItem"] | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Owner Id */
            owner_id: string;
            /** Phone */
            phone: string | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            /** Source */
            source: string | null;
            /** Stage */
            stage: string;
            /**
             * Stage Since
             * Format: date-time
             */
            stage_since: string;
            status: components["schemas"]["OpportunityStatus"];
            /** Team */
            team: string | null;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * OpportunityDetailChange
         * @description A row of kind `opportunity` as it is now; null: it is not the caller's to see any more.
         */
        OpportunityDetailChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "opportunity";
            row: components["schemas"]["OpportunityDetail"] | null;
            /** Version */
            version: number;
        };
        /**
         * OpportunityItem
         * @description An opportunity in a list.
         */
        OpportunityItem: {
            /** Activities */
            activities: number;
            amount: components["schemas"]["Money"];
            /** Closed At */
            closed_at: string | null;
            /** Customer */
            customer: string;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Expected Close */
            expected_close: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Activity At */
            last_activity_at: string | null;
            /** Lead Id */
            lead_id: string | null;
            next_step: components["schemas"]["NextStepItem"] | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Owner Id */
            owner_id: string;
            /** Region */
            region: string | null;
            /** Stage */
            stage: string;
            /**
             * Stage Since
             * Format: date-time
             */
            stage_since: string;
            status: components["schemas"]["OpportunityStatus"];
            /** Team */
            team: string | null;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * OpportunityStatus
         * @enum {string}
         */
        OpportunityStatus: "open" | "won" | "lost" | "withdrawn";
        /**
         * Page[ActivityItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_ActivityItem_: {
            /** Items */
            items: components["schemas"]["ActivityItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[OpportunityItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_OpportunityItem_: {
            /** Items */
            items: components["schemas"]["OpportunityItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[VisitItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_VisitItem_: {
            /** Items */
            items: components["schemas"]["VisitItem"][];
            /** Next */
            next?: string | null;
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
         * PlanVisit
         * @description Plan a visit of one's own. The client may choose the id.
         */
        PlanVisit: {
            /** Address */
            address?: string | null;
            /** Id */
            id?: string | null;
            /** Minutes */
            minutes?: number | null;
            /** @description Where the address is, WGS-84. */
            point?: components["schemas"]["Point"] | null;
            /** Purpose */
            purpose?: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            subject: components["schemas"]["AskedSubject"];
        };
        /**
         * Point
         * @description A place on earth, WGS-84, in degrees.
         */
        Point: {
            /** Latitude */
            latitude: number;
            /** Longitude */
            longitude: number;
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
         * ReassignOpportunity
         * @description Give an opportunity to another person.
         */
        ReassignOpportunity: {
            /** Owner Id */
            owner_id: string;
            /** Reason */
            reason: string;
        };
        /**
         * RecordActivity
         * @description Keep what was done about an opportunity; `kind` is all it needs. What had been set as next step is done with it.
         */
        RecordActivity: {
            /**
             * Attachments
             * @default []
             */
            attachments?: components["schemas"]["AttachFile"][];
            /**
             * Content
             * @default
             */
            content?: string;
            /**
             * Device
             * @description What it was recorded with.
             */
            device?: string | null;
            kind: components["schemas"]["ActivityKind"];
            /** Minutes */
            minutes?: number | null;
            next_step?: components["schemas"]["AskedStep"] | null;
            /**
             * Occurred At
             * @description By the clock of the device; none: now.
             */
            occurred_at?: string | null;
            /**
             * Participants
             * @default []
             */
            participants?: string[];
            result?: components["schemas"]["ActivityResult"] | null;
        };
        /**
         * RecordedActivity
         * @description The id of the activity.
         */
        RecordedActivity: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ReplanVisit
         * @description Change the plan: the fields that are named; null takes one away, but for `starts_at`.
         */
        ReplanVisit: {
            /** Address */
            address?: string | null;
            /** Minutes */
            minutes?: number | null;
            point?: components["schemas"]["Point"] | null;
            /** Purpose */
            purpose?: string | null;
            /** Starts At */
            starts_at?: string | null;
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
         * ReviseOpportunity
         * @description Change the terms. What is left out stays; `expected_close: null` takes the date away.
         */
        ReviseOpportunity: {
            /** @description The sum of the lines, where there are lines. */
            amount?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            customer?: components["schemas"]["AskedCustomer"] | null;
            /** Expected Close */
            expected_close?: string | null;
            /** Lines */
            lines?: components["schemas"]["AskedLine"][] | null;
            /** Title */
            title?: string | null;
        };
        /**
         * Total
         * @description A sum in one currency; it may have more digits than any single amount.
         */
        Total: {
            /** Amount */
            amount: string;
            /** Currency */
            currency: string;
        };
        /**
         * Uploaded
         * @description How much of the file has come, in bytes; `media_type` once it is whole.
         */
        Uploaded: {
            /** Length */
            length: number;
            /** Media Type */
            media_type?: string | null;
            /** Received */
            received: number;
            /** Sha256 */
            sha256: string;
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
         * VisitItem
         * @description A visit with all that is known of it. `day_at` is when it began, or is to begin.
         */
        VisitItem: {
            /** Address */
            address: string | null;
            arrival: components["schemas"]["ArrivalItem"] | null;
            /** Attachments */
            attachments: components["schemas"]["Attachment"][];
            /** Cancelled Because */
            cancelled_because: string | null;
            /** Content */
            content: string | null;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Day At
             * Format: date-time
             */
            day_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Left At */
            left_at: string | null;
            /** Left Recorded At */
            left_recorded_at: string | null;
            /** Minutes */
            minutes: number | null;
            next_step: components["schemas"]["NextStepItem"] | null;
            /** Owner Id */
            owner_id: string;
            /** Owner Name */
            owner_name: string;
            /** Participants */
            participants: string[];
            /**
             * Planned At
             * Format: date-time
             */
            planned_at: string;
            /** Planned Minutes */
            planned_minutes: number | null;
            point: components["schemas"]["Point"] | null;
            /** Purpose */
            purpose: string | null;
            /** Region */
            region: string | null;
            result: components["schemas"]["ActivityResult"] | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            status: components["schemas"]["VisitStatus"];
            /** Subject Id */
            subject_id: string;
            /**
             * Subject Kind
             * @enum {string}
             */
            subject_kind: "lead" | "opportunity" | "customer";
            /** Subject Name */
            subject_name: string;
            /** Team */
            team: string | null;
            /** Version */
            version: number;
        };
        /**
         * VisitItemChange
         * @description A row of kind `visit` as it is now; null: it is not the caller's to see any more.
         */
        VisitItemChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "visit";
            row: components["schemas"]["VisitItem"] | null;
            /** Version */
            version: number;
        };
        /**
         * VisitStatus
         * @enum {string}
         */
        VisitStatus: "planned" | "under_way" | "done" | "cancelled";
        /**
         * WinOpportunity
         * @description The customer buys.
         */
        WinOpportunity: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * WithdrawOpportunity
         * @description It is no opportunity after all.
         */
        WithdrawOpportunity: {
            /** Reason */
            reason: string;
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
    list_activities: {
        parameters: {
            query?: {
                opportunity?: string | null;
                /** @description The customer's id in master data. */
                customer?: string | null;
                kind?: components["schemas"]["ActivityKind"] | null;
                /** @description Who recorded it. */
                author?: string | null;
                /** @description It happened then or later. */
                since?: string | null;
                /** @description It happened before then. */
                until?: string | null;
                /** @description Part of the content. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
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
                    "application/json": components["schemas"]["Page_ActivityItem_"];
                };
            };
        };
    };
    get_activity: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the activity. */
                activity_id: string;
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
                    "application/json": components["schemas"]["ActivityItem"];
                };
            };
        };
    };
    download_activity_file: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the activity. */
                activity_id: string;
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
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
                    "application/octet-stream": string;
                };
            };
        };
    };
    read_changes: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                /** @description At most so many. */
                limit?: number;
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
                    "application/json": components["schemas"]["ChangesPage"];
                };
            };
        };
    };
    stream_changes: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                /** @description How long to stay. */
                seconds?: number;
            };
            header?: {
                /** @description As clients send it when they connect again; wins over `cursor`. */
                "last-event-id"?: string;
            };
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
                    "text/event-stream": string;
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
    upload_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
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
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description Where this part begins, in bytes. */
                "Upload-Offset"?: number;
                /** @description Bytes of the whole file; none: this part is all. */
                "Upload-Length"?: number;
            };
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    upload_offset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
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
                content?: never;
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
    list_opportunities: {
        parameters: {
            query?: {
                stage?: string | null;
                status?: components["schemas"]["OpportunityStatus"] | null;
                owner?: string | null;
                /** @description The customer's id in master data. */
                customer?: string | null;
                /** @description The lead that it came from. */
                lead?: string | null;
                /** @description The next step is due then or later. */
                due_since?: string | null;
                /** @description The next step is due before then. */
                due_until?: string | null;
                /** @description Part of the title or the customer's name. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
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
                    "application/json": components["schemas"]["Page_OpportunityItem_"];
                };
            };
        };
    };
    open_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    board: {
        parameters: {
            query?: {
                owner?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
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
                    "application/json": components["schemas"]["BoardColumn"][];
                };
            };
        };
    };
    get_opportunity: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpportunityDetail"];
                };
            };
        };
    };
    record_activity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordActivity"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedActivity"];
                };
            };
        };
    };
    opportunity_history: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
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
                    "application/json": components["schemas"]["HistoryEntry"][];
                };
            };
        };
    };
    lose_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoseOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    move_stage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveStage"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    set_next_step: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskedStep"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    drop_next_step: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    reassign_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReassignOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    revise_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviseOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    win_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WinOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    withdraw_opportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the opportunity. */
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    list_visits: {
        parameters: {
            query?: {
                status?: components["schemas"]["VisitStatus"] | null;
                owner?: string | null;
                subject_kind?: ("lead" | "opportunity" | "customer") | null;
                /** @description The id of who is visited. */
                subject?: string | null;
                /** @description The customer's id in master data. */
                customer?: string | null;
                /** @description It begins, or began, then or later. */
                since?: string | null;
                /** @description It begins, or began, before then. */
                until?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
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
                    "application/json": components["schemas"]["Page_VisitItem_"];
                };
            };
        };
    };
    plan_visit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanVisit"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedVisit"];
                };
            };
        };
    };
    get_visit: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the visit. */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitItem"];
                };
            };
        };
    };
    replan_visit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the visit. */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplanVisit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedVisit"];
                };
            };
        };
    };
    cancel_visit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the visit. */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelVisit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedVisit"];
                };
            };
        };
    };
    check_in: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the visit. */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedVisit"];
                };
            };
        };
    };
    check_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the visit. */
                visit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckOut"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedVisit"];
                };
            };
        };
    };
    download_visit_file: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the visit. */
                visit_id: string;
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
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
                    "application/octet-stream": string;
                };
            };
        };
    };
    visit_history: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the visit. */
                visit_id: string;
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
                    "application/json": components["schemas"]["HistoryEntry"][];
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
