// Gets role credentials as any program with the AWS SDK for Go does, and says how that went.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	// Loaded before the race begins: what is compared is the renewing, not the starting.
	cfg, err := config.LoadDefaultConfig(context.Background(), config.WithSharedConfigProfile("dev"))
	fmt.Println("ready")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	answer := map[string]string{}
	if err == nil {
		credentials, failure := cfg.Credentials.Retrieve(context.Background())
		err = failure
		answer["accessKeyId"] = credentials.AccessKeyID
	}
	if err != nil {
		answer = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(os.Stdout).Encode(answer)
}
