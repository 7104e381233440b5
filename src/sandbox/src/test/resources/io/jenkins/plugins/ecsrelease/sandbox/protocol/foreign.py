"""Tries the sandbox with boto3, which reads and writes with models of its own. Prints one line per thing that it saw."""
import datetime
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]


def client(service):
    return boto3.client(service, endpoint_url=ENDPOINT, config=Config(retries={"total_max_attempts": 1}))


sts = client("sts")
print("sts", sts.get_caller_identity()["Arn"])

iam = client("iam")
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}]}
import json
role = iam.create_role(RoleName="deploy", AssumeRolePolicyDocument=json.dumps(trust), Tags=[{"Key": "team", "Value": "<web> & \"co\""}])["Role"]
assert iam.get_role(RoleName="deploy")["Role"]["AssumeRolePolicyDocument"] == trust
assert iam.list_role_tags(RoleName="deploy")["Tags"][0]["Value"] == "<web> & \"co\""
print("iam", role["Arn"])
issued = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="boto")["Credentials"]
session = boto3.client("sts", endpoint_url=ENDPOINT, aws_access_key_id=issued["AccessKeyId"],
                       aws_secret_access_key=issued["SecretAccessKey"], aws_session_token=issued["SessionToken"])
print("assumed", session.get_caller_identity()["Arn"])

secrets = client("secretsmanager")
secrets.create_secret(Name="app/db", SecretBinary=b"\x00\xff\r\n")
assert secrets.get_secret_value(SecretId="app/db")["SecretBinary"] == b"\x00\xff\r\n"
print("secretsmanager", secrets.describe_secret(SecretId="app/db")["Name"])

logs = client("logs")
logs.create_log_group(logGroupName="g")
logs.create_log_stream(logGroupName="g", logStreamName="s")
now = int(datetime.datetime.now().timestamp() * 1000)
logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[{"timestamp": now, "message": "grüße"}])
print("logs", logs.filter_log_events(logGroupName="g")["events"][0]["message"])

rds = client("rds")
rds.create_db_cluster(DBClusterIdentifier="app", Engine="aurora-mysql", MasterUsername="admin", MasterUserPassword="not-a-secret",
                      Tags=[{"Key": "a", "Value": "b"}])
cluster = rds.describe_db_clusters(Filters=[{"Name": "engine", "Values": ["aurora-mysql", "aurora-postgresql"]}])["DBClusters"][0]
assert cluster["TagList"] == [{"Key": "a", "Value": "b"}], cluster
assert cluster["ClusterCreateTime"].tzinfo is not None
print("rds", cluster["Status"])
for call, expected in (
        (lambda: rds.describe_db_clusters(DBClusterIdentifier="none"), "DBClusterNotFoundFault"),
        (lambda: iam.get_role(RoleName="none"), "NoSuchEntity"),
        (lambda: secrets.describe_secret(SecretId="none"), "ResourceNotFoundException"),
        (lambda: client("ecs").describe_services(cluster="none", services=["x"]), "ClusterNotFoundException")):
    try:
        call()
        raise AssertionError("not refused: " + expected)
    except ClientError as e:
        assert e.response["Error"]["Code"] == expected, e.response
        assert e.response["ResponseMetadata"]["RequestId"], e.response
print("errors", 4)

kms = client("kms")
key = kms.create_key()["KeyMetadata"]["KeyId"]
sealed = kms.encrypt(KeyId=key, Plaintext=b"hello", EncryptionContext={"a": "b"})["CiphertextBlob"]
assert kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"a": "b"})["Plaintext"] == b"hello"
print("kms", kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"])
