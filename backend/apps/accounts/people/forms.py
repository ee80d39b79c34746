"""What staff send about people, and what comes of an invitation."""

from django.contrib.auth.validators import UnicodeUsernameValidator
from rest_framework import serializers


class NewPersonSerializer(serializers.Serializer[None]):
    """A person to be made."""

    username = serializers.CharField(max_length=150, validators=[UnicodeUsernameValidator()])
    is_staff = serializers.BooleanField(default=False)


class PersonChangeSerializer(serializers.Serializer[None]):
    """What may be changed of a person; what is left out stays."""

    is_staff = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class AcceptanceSerializer(serializers.Serializer[None]):
    """What an invitation's address has in it, and the password that was chosen."""

    user = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    token = serializers.CharField(max_length=100)
    new_password = serializers.CharField(max_length=1024, trim_whitespace=False)
