"""What the collections of areas and committees take and give."""

from typing import Any

from rest_framework import serializers

from areas.rules.areas_file import GSS_CODE

CODE = r"^[A-Za-z0-9][A-Za-z0-9._/-]*\Z"


class NameSerializer(serializers.Serializer[Any]):
    """Another record, by its id and name."""

    id = serializers.CharField()
    name = serializers.CharField()


class DatedNameSerializer(NameSerializer):
    """A record linked for a time; null means open."""

    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)


class AreaLineSerializer(serializers.Serializer[Any]):
    """A local authority area."""

    id = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    gss_code = serializers.CharField(
        allow_null=True, help_text="Its code in the national statistics, such as S12000033."
    )
    pilot = serializers.BooleanField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class AreaSerializer(AreaLineSerializer):
    """A local authority area, with every body that serves or served it."""

    committees = DatedNameSerializer(many=True)
    health_boards = DatedNameSerializer(many=True)
    police_forces = DatedNameSerializer(many=True)
    chief_officers_groups = DatedNameSerializer(many=True)


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody with a place beside a committee for a time; null means open."""

    name = serializers.CharField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)


class DatesInput(serializers.Serializer[Any]):
    from_on = serializers.DateField(allow_null=True, required=False)
    to_on = serializers.DateField(allow_null=True, required=False)


class AreaInput(DatesInput):
    """A local authority area as it is sent. Links with bodies are kept on pages and by file."""

    code = serializers.RegexField(CODE, max_length=60)
    name = serializers.CharField(max_length=200)
    gss_code = serializers.RegexField(GSS_CODE, max_length=9, required=False, allow_null=True)
    pilot = serializers.BooleanField(required=False)


class CommitteeInput(DatesInput):
    """A Child Protection Committee as it is sent; without a code one is made from its name."""

    name = serializers.CharField(max_length=200)
    code = serializers.RegexField(CODE, max_length=60, required=False)


class CommitteeLineSerializer(serializers.Serializer[Any]):
    """A Child Protection Committee."""

    id = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class CommitteeSerializer(CommitteeLineSerializer):
    """A committee, with the areas it covers or covered and its link inspectors."""

    areas = DatedNameSerializer(many=True)
    link_inspectors = PersonSerializer(many=True)
