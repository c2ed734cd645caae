"""Identifiers, a type each, so that one cannot be handed in for another."""

from typing import NewType

PersonId = NewType("PersonId", int)
MembershipId = NewType("MembershipId", int)
InvitationId = NewType("InvitationId", int)
CommissionId = NewType("CommissionId", int)
CampaignId = NewType("CampaignId", int)
PlanVersionId = NewType("PlanVersionId", int)
DutyId = NewType("DutyId", int)
DeliveryId = NewType("DeliveryId", int)
TicketId = NewType("TicketId", int)
TicketMessageId = NewType("TicketMessageId", int)
AnnouncementId = NewType("AnnouncementId", int)
PhrasingId = NewType("PhrasingId", int)
