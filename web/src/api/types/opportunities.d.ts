export interface paths {
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
        get: operations["read_changes_api_opportunities_v1_changes_get"];
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
        get: operations["stream_changes_api_opportunities_v1_changes_stream_get"];
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
        get: operations["get_command_api_opportunities_v1_commands__key__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
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
         * Parked
         * @description Aggregates whose events wait because one of them could not be taken, oldest first.
         */
        get: operations["parked_api_opportunities_v1_operations_parked_get"];
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
        post: operations["replay_parked_api_opportunities_v1_operations_parked_replay_post"];
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
         * Positions
         * @description The log's newest position and how far each reader has come.
         */
        get: operations["positions_api_opportunities_v1_operations_positions_get"];
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
        post: operations["rebuild_view_api_opportunities_v1_operations_views__view__rebuild_post"];
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
         * @description Opportunities in the caller's scope; sort by opened_at, stage_since, amount, expected_close or title.
         */
        get: operations["list_opportunities_api_opportunities_v1_opportunities_get"];
        put?: never;
        /**
         * Open Opportunity
         * @description Open an opportunity of one's own; names and prices that are left out come from master data.
         */
        post: operations["open_opportunity_api_opportunities_v1_opportunities_post"];
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
        get: operations["board_api_opportunities_v1_opportunities_board_get"];
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
        get: operations["get_opportunity_api_opportunities_v1_opportunities__opportunity_id__get"];
        put?: never;
        post?: never;
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
        get: operations["opportunity_history_api_opportunities_v1_opportunities__opportunity_id__history_get"];
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
        post: operations["lose_opportunity_api_opportunities_v1_opportunities__opportunity_id__lose_post"];
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
        post: operations["move_stage_api_opportunities_v1_opportunities__opportunity_id__move_post"];
        delete?: never;
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
        post: operations["reassign_opportunity_api_opportunities_v1_opportunities__opportunity_id__reassign_post"];
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
        post: operations["revise_opportunity_api_opportunities_v1_opportunities__opportunity_id__revise_post"];
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
        post: operations["win_opportunity_api_opportunities_v1_opportunities__opportunity_id__win_post"];
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
        post: operations["withdraw_opportunity_api_opportunities_v1_opportunities__opportunity_id__withdraw_post"];
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
        get: operations["live_health_live_get"];
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
        get: operations["ready_health_ready_get"];
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
         * ChangesPage
         * @description Some changes, and where to go on.
         */
        ChangesPage: {
            /** Changes */
            changes: components["schemas"]["OpportunityDetailChange"][];
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
            /** Lead Id */
            lead_id: string | null;
            /** Lines */
            lines: components["schemas"]["LineItem"][];
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
            /** Lead Id */
            lead_id: string | null;
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
        /** Page[OpportunityItem] */
        Page_OpportunityItem_: {
            /** Items */
            items: components["schemas"]["OpportunityItem"][];
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
         * Rebuilt
         * @description Up to which log position a view was built anew.
         */
        Rebuilt: {
            /** Position */
            position: number;
            /** View */
            view: string;
        };
        /**
         * ReplayParked
         * @description Which parked aggregate to try again.
         */
        ReplayParked: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Source */
            source: string;
        };
        /**
         * Replayed
         * @description How many events were blocked and are now tried again.
         */
        Replayed: {
            /** Unblocked */
            unblocked: number;
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
    read_changes_api_opportunities_v1_changes_get: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
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
    stream_changes_api_opportunities_v1_changes_stream_get: {
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
    get_command_api_opportunities_v1_commands__key__get: {
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
    parked_api_opportunities_v1_operations_parked_get: {
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
    replay_parked_api_opportunities_v1_operations_parked_replay_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayParked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    positions_api_opportunities_v1_operations_positions_get: {
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
    rebuild_view_api_opportunities_v1_operations_views__view__rebuild_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Rebuilt"];
                };
            };
        };
    };
    list_opportunities_api_opportunities_v1_opportunities_get: {
        parameters: {
            query?: {
                stage?: string | null;
                status?: components["schemas"]["OpportunityStatus"] | null;
                owner?: string | null;
                /** @description The customer's id in master data. */
                customer?: string | null;
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
    open_opportunity_api_opportunities_v1_opportunities_post: {
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
    board_api_opportunities_v1_opportunities_board_get: {
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
    get_opportunity_api_opportunities_v1_opportunities__opportunity_id__get: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
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
    opportunity_history_api_opportunities_v1_opportunities__opportunity_id__history_get: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
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
    lose_opportunity_api_opportunities_v1_opportunities__opportunity_id__lose_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    move_stage_api_opportunities_v1_opportunities__opportunity_id__move_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    reassign_opportunity_api_opportunities_v1_opportunities__opportunity_id__reassign_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    revise_opportunity_api_opportunities_v1_opportunities__opportunity_id__revise_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    win_opportunity_api_opportunities_v1_opportunities__opportunity_id__win_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    withdraw_opportunity_api_opportunities_v1_opportunities__opportunity_id__withdraw_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
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
    live_health_live_get: {
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
    ready_health_ready_get: {
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
