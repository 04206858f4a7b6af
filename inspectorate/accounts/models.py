"""People, their memberships of inspectorates, invitations, sign-in providers and API tokens."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower, Now

from inspectorate.accounts.terms import Role, Scope
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """A person who signs in. What they may see or do comes from their memberships alone.

    ``is_operator`` may create inspectorates and nothing inside them.
    """

    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_email")]

    def __str__(self) -> str:
        return self.display_name or self.email


class Session(AbstractBaseSession):
    """Somebody's browser; ``person_id`` is who signed in with it, if anybody."""

    person_id = models.BigIntegerField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class Membership(InspectorateModel):
    """A person's place in one inspectorate, with dates. Ended memberships stay, for the history."""

    policies: ClassVar[tuple[str, ...]] = (
        'create policy "{name}" on "{table}" for select using '
        "(user_id = nullif(current_setting('app.person', true), '')::bigint)",
    )

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=30, choices=Role))
    post = models.CharField(max_length=150, blank=True, default="")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "user"], name="one_membership_a_person"
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=models.Q(from_on__isnull=True)
                | models.Q(to_on__isnull=True)
                | models.Q(to_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({', '.join(self.roles)})"


class Invitation(InspectorateModel):
    """An e-mailed offer of a membership. Only a digest of its secret is kept."""

    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=150, blank=True, default="")
    roles = ArrayField(models.CharField(max_length=30, choices=Role))
    digest = models.CharField(max_length=64)
    invited_by = ScopedForeignKey(Membership, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "digest"], name="one_invitation_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class SignInProvider(InspectorateModel):
    """An inspectorate's own OpenID Connect provider. The client secret is kept encrypted."""

    history_ignores: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=80)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_provider_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(InspectorateModel):
    """A tool's key. Shown once when made; only its sha256 is kept.

    With a ``holder`` it is a person's own (for their tablet): it may do what they may at the time, as
    them, within its scopes. Without one it is a tool's.
    """

    history_ignores: ClassVar[tuple[str, ...]] = ("last_used_at",)

    name = models.CharField(max_length=120)
    hint = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope))
    created_by = ScopedForeignKey(Membership, related_name="+", null=True)
    holder = ScopedForeignKey(Membership, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "digest"], name="one_token_a_digest"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(InspectorateModel):
    """One thing that one person has to do: what, where in the product, by when, and since when.

    Given once for a person, kind, subject and day. It ends by itself when the thing is done by
    anybody (``done_at``); nobody ticks it off.
    """

    history: ClassVar[bool] = False

    membership = ScopedForeignKey(Membership, related_name="duties", indexed=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    given_at = models.DateTimeField(db_default=Now(), editable=False)
    done_at = models.DateTimeField(null=True)
    digested_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership", "kind", "subject", "due_on"],
                name="one_duty_a_person_thing_and_day",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["inspectorate", "kind", "subject"],
                name="duties_open",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MailTemplate(InspectorateModel):
    """The inspectorate's own words for a kind of mail; without one, the product's words are sent."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "kind"], name="one_template_a_kind"),
        ]

    def __str__(self) -> str:
        return self.kind


class MailChoice(InspectorateModel):
    """How somebody wants to be told of their duties: each at once, or one message a day."""

    membership = ScopedForeignKey(Membership, related_name="+", indexed=False)
    daily = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership"], name="one_choice_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {'daily' if self.daily else 'at once'}"
