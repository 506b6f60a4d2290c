export interface paths {
    "/api/field-service/v1/changes": {
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
    "/api/field-service/v1/changes/stream": {
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
    "/api/field-service/v1/commands/{key}": {
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
    "/api/field-service/v1/operations/parked": {
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
    "/api/field-service/v1/operations/parked/replay": {
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
    "/api/field-service/v1/operations/positions": {
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
    "/api/field-service/v1/operations/views/{view}/rebuild": {
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
    "/api/field-service/v1/work-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Work Orders
         * @description Work orders in the caller's scope; sort by opened_at, scheduled_for, closed_at, status, customer_name.
         */
        get: operations["list_work_orders"];
        put?: never;
        /**
         * Open Work Order
         * @description Have somebody go to a customer; what is left out of a known customer is filled in.
         */
        post: operations["open_work_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Work Order
         * @description A work order with its items, as it is or as it was.
         */
        get: operations["get_work_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign Work Order
         * @description Give the work to an active technician, or to another before it is started.
         */
        post: operations["assign_work_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Work Order
         * @description Call the work off before it is closed.
         */
        post: operations["cancel_work_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Work Order
         * @description Tell what came of the work that was started.
         */
        post: operations["close_work_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Work Order History
         * @description Everything that happened to a work order, oldest first.
         */
        get: operations["work_order_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/field-service/v1/work-orders/{work_order_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Work Order
         * @description Begin at the customer's; for the assigned technician, or somebody who dispatches in their place.
         */
        post: operations["start_work_order"];
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
         * AskedCustomer
         * @description Who is to be visited: a customer of master data by id, or somebody by name. What is left out is filled in.
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
         * AssignWorkOrder
         * @description Give the work to a technician, or to another before it is started.
         */
        AssignWorkOrder: {
            /** Scheduled For */
            scheduled_for?: string | null;
            /** Technician Id */
            technician_id: string;
        };
        /**
         * CancelWorkOrder
         * @description Nobody has to go any more.
         */
        CancelWorkOrder: {
            /** Reason */
            reason: string;
        };
        /**
         * Changed
         * @description The id of the work order that was changed.
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
            changes: components["schemas"]["WorkOrderDetailChange"][];
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
         * CloseWorkOrder
         * @description Tell what came of the work.
         */
        CloseWorkOrder: {
            /** Note */
            note?: string | null;
            result: components["schemas"]["WorkResult"];
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
         * JobKind
         * @enum {string}
         */
        JobKind: "installation" | "repair" | "maintenance";
        /**
         * Line
         * @description One product with quantity and price.
         */
        Line: {
            /** Name */
            name: string;
            /** Product Id */
            product_id: string;
            /**
             * Quantity
             * @example 2
             */
            quantity: string;
            /**
             * Unit
             * @default pcs
             */
            unit?: string;
            /** Price */
            unit_price: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            };
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
         * OpenWorkOrder
         * @description Have somebody go to a customer. The client may choose the id.
         */
        OpenWorkOrder: {
            /**
             * Address
             * @description Left out: the address that master data has.
             */
            address?: string | null;
            customer: components["schemas"]["AskedCustomer"];
            /** Id */
            id?: string | null;
            /**
             * Items
             * @default []
             */
            items?: components["schemas"]["Line"][];
            kind: components["schemas"]["JobKind"];
            /** Summary */
            summary: string;
        };
        /**
         * Page[WorkOrderItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_WorkOrderItem_: {
            /** Items */
            items: components["schemas"]["WorkOrderItem"][];
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
         * WorkOrderDetail
         * @description A work order with everything that is known of it.
         */
        WorkOrderDetail: {
            /** Address */
            address: string | null;
            /** Assigned At */
            assigned_at: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Contact */
            contact: string | null;
            /** Customer Id */
            customer_id: string | null;
            /** Customer Name */
            customer_name: string;
            /** Email */
            email: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Items */
            items: components["schemas"]["Line"][];
            kind: components["schemas"]["JobKind"];
            /** Note */
            note: string | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Order Id */
            order_id: string | null;
            /** Order Number */
            order_number: string | null;
            /** Phone */
            phone: string | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            result: components["schemas"]["WorkResult"] | null;
            /** Scheduled For */
            scheduled_for: string | null;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["WorkOrderStatus"];
            /** Summary */
            summary: string;
            /** Team */
            team: string | null;
            /** Technician Id */
            technician_id: string | null;
            /** Technician Name */
            technician_name: string | null;
            /** Version */
            version: number;
        };
        /**
         * WorkOrderDetailChange
         * @description A row of kind `work-order` as it is now; null: it is not the caller's to see any more.
         */
        WorkOrderDetailChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "work-order";
            row: components["schemas"]["WorkOrderDetail"] | null;
            /** Version */
            version: number;
        };
        /**
         * WorkOrderItem
         * @description A work order in a list.
         */
        WorkOrderItem: {
            /** Address */
            address: string | null;
            /** Assigned At */
            assigned_at: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Customer Id */
            customer_id: string | null;
            /** Customer Name */
            customer_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["JobKind"];
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Order Id */
            order_id: string | null;
            /** Order Number */
            order_number: string | null;
            /** Region */
            region: string | null;
            result: components["schemas"]["WorkResult"] | null;
            /** Scheduled For */
            scheduled_for: string | null;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["WorkOrderStatus"];
            /** Summary */
            summary: string;
            /** Team */
            team: string | null;
            /** Technician Id */
            technician_id: string | null;
            /** Technician Name */
            technician_name: string | null;
            /** Version */
            version: number;
        };
        /**
         * WorkOrderStatus
         * @enum {string}
         */
        WorkOrderStatus: "open" | "assigned" | "started" | "closed" | "cancelled";
        /**
         * WorkResult
         * @enum {string}
         */
        WorkResult: "done" | "not_done";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
    list_work_orders: {
        parameters: {
            query?: {
                status?: components["schemas"]["WorkOrderStatus"] | null;
                kind?: components["schemas"]["JobKind"] | null;
                technician?: string | null;
                customer?: string | null;
                order?: string | null;
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
                    "application/json": components["schemas"]["Page_WorkOrderItem_"];
                };
            };
        };
    };
    open_work_order: {
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
                "application/json": components["schemas"]["OpenWorkOrder"];
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
    get_work_order: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
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
                    "application/json": components["schemas"]["WorkOrderDetail"];
                };
            };
        };
    };
    assign_work_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignWorkOrder"];
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
    cancel_work_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelWorkOrder"];
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
    close_work_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseWorkOrder"];
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
    work_order_history: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
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
    start_work_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the work order. */
                work_order_id: string;
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
