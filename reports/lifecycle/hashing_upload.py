"""An upload handler that hashes a file and stores none of it: the public verification page takes files of strangers."""

from __future__ import annotations

from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

LARGEST = 25 * 1024 * 1024


class HashingUploadHandler(FileUploadHandler):
    """The file's SHA-256 is `hexdigest` of this handler; what Django sees is an empty file of that name.

    After LARGEST bytes the upload is broken off and `too_large` is set.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.hexdigest = ""
        self.too_large = False

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        self._hash = sha256()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self.hexdigest = self._hash.hexdigest()
        return UploadedFile(None, name=self.file_name, size=file_size)
