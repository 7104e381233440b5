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

metrics = client("cloudwatch")
metrics.put_metric_data(Namespace="app", MetricData=[
    {"MetricName": "orders", "Value": 1.5, "Timestamp": datetime.datetime.now(datetime.timezone.utc),
     "Dimensions": [{"Name": "host", "Value": "h%d" % i}]} for i in range(200)])  # long enough to be sent gzipped
metrics.put_metric_alarm(AlarmName="web-5xx", Namespace="app", MetricName="orders", Statistic="Sum", Period=60,
                         EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold",
                         TreatMissingData="notBreaching")
alarm = metrics.describe_alarms(AlarmNames=["web-5xx"])["MetricAlarms"][0]
assert alarm["Threshold"] == 5.0 and alarm["AlarmConfigurationUpdatedTimestamp"].tzinfo is not None, alarm
try:
    metrics.set_alarm_state(AlarmName="none", StateValue="ALARM", StateReason="x")
    raise AssertionError("not refused")
except ClientError as e:
    assert e.response["Error"]["Code"] == "ResourceNotFound", e.response
print("cloudwatch", alarm["AlarmName"])

ec2 = client("ec2")
vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.%d.0/24" % i, AvailabilityZone="eu-central-1" + "ab"[i])["Subnet"]["SubnetId"]
           for i in range(2)]
assert len(ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]) == 2
print("ec2", len(subnets))

elb = client("elbv2")
balancer = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]
group = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")["TargetGroups"][0]
elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Port=80, Protocol="HTTP",
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])
assert elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"] == []
print("elbv2", balancer["LoadBalancerName"])

ecs = client("ecs")
ecs.create_cluster(clusterName="production", tags=[{"key": "a", "value": "b"}])
ecs.register_task_definition(family="web", networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
                             containerDefinitions=[{"name": "web", "image": "public.ecr.aws/sandbox/web:1",
                                                    "environment": [{"name": "A", "value": "ü"}]}])
definition = ecs.describe_task_definition(taskDefinition="web", include=["TAGS"])["taskDefinition"]
assert definition["containerDefinitions"][0]["environment"][0]["value"] == "ü"
task = ecs.run_task(cluster="production", taskDefinition="web", launchType="FARGATE",
                    networkConfiguration={"awsvpcConfiguration": {"subnets": subnets[:1]}})["tasks"][0]
print("ecs", definition["taskDefinitionArn"].split("/")[-1], task["desiredStatus"])

ecr = client("ecr")
ecr.create_repository(repositoryName="web", imageTagMutability="IMMUTABLE")
print("ecr", ecr.describe_repositories()["repositories"][0]["imageTagMutability"])
