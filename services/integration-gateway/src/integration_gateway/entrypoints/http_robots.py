"""The HTTP interface of the robots in group chats, for administrators."""

from uuid import UUID

from pydantic import BaseModel

from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from integration_gateway.adapters.notification_views import ROBOTS
from integration_gateway.application.notification_commands import DisableRobot, SetUpRobot
from integration_gateway.application.notification_queries import RobotItem
from integration_gateway.application.notifications import Robots
from integration_gateway.application.notifying import robot_target
from integration_gateway.entrypoints.http import ROOT, WRITERS

PATH = f"{ROOT}/robots"


class ChangedRobot(BaseModel):
    """The robot that the command was about, and the name under which its deliveries are listed."""

    id: UUID
    target: str


def robots_router(robots: Robots, projector: Projector) -> ServiceRouter:
    """Routes under `/robots`."""
    router = ServiceRouter(PATH, tags=["robots"], dependencies=[WRITERS])
    listing = Listing(
        projector,
        ROBOTS,
        sorts=("registered_at", "changed_at", "name"),
        default="-registered_at",
        scope=everything,
    )

    @router.post("", status_code=201)
    async def register_robot(body: SetUpRobot, context: CommandContext) -> Answer[ChangedRobot]:
        """Tell a team or a person through a robot in a chat of WeCom, DingTalk or Feishu."""
        recorded = await robots.register(body, context)
        return answer(_changed(recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/{robot_id}/revise")
    async def revise_robot(robot_id: UUID, body: SetUpRobot, context: CommandContext) -> Answer[ChangedRobot]:
        """Speak elsewhere or of other things. All of it is replaced; what waits goes to the new address."""
        return answer(_changed(robot_id), await robots.revise(robot_id, body, context))

    @router.post("/{robot_id}/disable")
    async def disable_robot(
        robot_id: UUID, body: DisableRobot, context: CommandContext
    ) -> Answer[ChangedRobot]:
        """Say nothing more; what waits is held."""
        return answer(_changed(robot_id), await robots.disable(robot_id, body.reason, context))

    @router.post("/{robot_id}/enable")
    async def enable_robot(robot_id: UUID, context: CommandContext) -> Answer[ChangedRobot]:
        """Go on with what waits."""
        return answer(_changed(robot_id), await robots.enable(robot_id, context))

    @router.get("")
    async def list_robots(reading: ReadContext, paging: Paged, active: bool | None = None) -> Page[RobotItem]:
        """Robots, newest first; sort by registered_at, changed_at or name."""
        return await listing.page(reading, paging, _item, active=active)

    @router.get("/{robot_id}")
    async def get_robot(robot_id: UUID, reading: ReadContext) -> Answer[RobotItem]:
        """One robot."""
        row = await listing.row(robot_id, reading)
        return Answer(_item(row), version=row["version"])

    return router


def _changed(robot_id: UUID) -> ChangedRobot:
    return ChangedRobot(id=robot_id, target=robot_target(robot_id))


def _item(row: Row) -> RobotItem:
    return RobotItem.model_validate(row | {"target": robot_target(row["id"])})
